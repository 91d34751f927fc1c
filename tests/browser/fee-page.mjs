// The fee page as its readers use it: search, prices with and without tax, and the calculator.

import { openDetails, withPage } from './lib.mjs';

// Inflected, mistyped and partial words that people write, from the design guide.
const FOUND = [
  'autopaikka',
  'rajamerkki',
  'päälliköt',
  'kaivuulupa',
  'henkilöautot',
  'traktorin',
  'koulu',
  'lava auto',
];
const NOT_FOUND = 'xyzzyqwerty';
const EMPTY = /Ei osumia/;
// A fee is a row or a list item with a permanent id.
const FEES = 'main :is(tbody tr, li)[id]';

/** The jobs of the fee page. */
export function feePage(browser, site, check) {
  const name = site.priceList;
  const visit = (query, work) => () =>
    withPage(browser, { viewport: { width: 1280, height: 900 } }, async (page) => {
      await page.goto(site.url(name) + query);
      await work(page, (ok, ...words) => check(ok, name, ...words), site);
    });
  return [
    visit('', search),
    visit('?haku=traktori', arrival),
    visit('', valueAddedTax),
    visit('', calculator),
    () => fromFrontPage(browser, site, check),
  ];
}

const visibleFees = (page) =>
  page.evaluate(
    (fees) => [...document.querySelectorAll(fees)].filter((fee) => fee.checkVisibility()).length,
    FEES,
  );
const status = async (page) => (await page.locator('main [role=status]').first().innerText()).trim();

/** Waits for the page to act on what was typed, at most a second: `seen` is true when it has. */
async function eventually(seen) {
  for (let tries = 0; tries < 20; tries++) {
    if (await seen()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

async function search(page, check) {
  const field = page.locator('#haku');
  const all = await visibleFees(page);
  check(all > 0, 'no fees with an id');
  let before = await status(page);
  for (const words of FOUND) {
    await field.fill(words);
    const changed = await eventually(
      async () => (await status(page)) !== before && /\d/.test(await status(page)),
    );
    const shown = await visibleFees(page);
    check(shown > 0 && shown < all, 'search', words, `${shown} of ${all} fees shown`);
    check(changed, 'search', words, 'the count of results is not said', await status(page));
    check(!(await page.getByText(EMPTY).first().isVisible()), 'search', words, 'says that nothing was found');
    await field.fill('');
    check(
      await eventually(async () => (await visibleFees(page)) === all),
      'search',
      words,
      'clearing does not bring all back',
    );
    before = await status(page);
  }
  await field.fill(NOT_FOUND);
  check(
    await eventually(() => page.getByText(EMPTY).first().isVisible()),
    'search',
    'a word that is nowhere',
    'does not say so',
  );
  check((await visibleFees(page)) === 0, 'search', 'a word that is nowhere', 'shows fees');
}

/** Coming with words in the address, as from the front page. */
async function arrival(page, check) {
  check((await page.locator('#haku').inputValue()) === 'traktori', '?haku=traktori', 'is not in the field');
  check(
    await eventually(async () => /\d/.test(await status(page))),
    '?haku=traktori',
    'the count of results is not said',
  );
  const shown = await visibleFees(page);
  const all = await page.locator(FEES).count();
  check(shown > 0 && shown < all, '?haku=traktori', `${shown} of ${all} fees shown`);
}

async function fromFrontPage(browser, site, check) {
  await withPage(browser, {}, async (page) => {
    await page.goto(site.url(site.front));
    const field = page
      .locator('form[role=search] input[type=search], search form input[type=search]')
      .first();
    if (!check(await field.count(), site.front, 'has no fee search')) return;
    await field.fill('traktori');
    await Promise.all([page.waitForURL(/haku=traktori/), field.press('Enter')]);
    check(
      page.url().startsWith(site.url(site.priceList)),
      site.front,
      'the search does not lead to the fees',
      page.url(),
    );
    await arrival(page, (ok, ...words) => check(ok, site.front, ...words));
  });
}

/** The three views of prices hide the other column: head and cells. */
async function valueAddedTax(page, check) {
  const choose = async (words) => {
    const radio = page.getByRole('radio', { name: words });
    if (!check(await radio.count(), 'no choice', words)) return null;
    await page
      .locator('label')
      .filter({ has: radio })
      .or(page.locator(`label[for="${await radio.first().getAttribute('id')}"]`))
      .first()
      .click();
    check(await radio.first().isChecked(), 'cannot choose', words);
    return page.evaluate(priceColumns);
  };
  const both = await choose(/^Molemmat/);
  const net = await choose(/^Ilman/);
  const gross = await choose(/^Sis/);
  if (!both || !net || !gross) return;
  check(both.tables > 0 && both.net > 0 && both.gross > 0, 'both prices', JSON.stringify(both));
  check(
    net.net === both.net && net.gross === 0,
    'without tax',
    JSON.stringify(net),
    'of',
    JSON.stringify(both),
  );
  check(
    gross.gross === both.gross && gross.net === 0,
    'with tax',
    JSON.stringify(gross),
    'of',
    JSON.stringify(both),
  );
}

/** In the page: visible cells of the two price columns, in the fee tables that have both. */
function priceColumns() {
  const seen = { tables: 0, net: 0, gross: 0 };
  for (const table of document.querySelectorAll('main table')) {
    const heads = [...table.querySelectorAll('thead tr:last-child > *')].map((head) => head.textContent);
    const net = heads.findIndex((head) => /^\s*ilman alv/i.test(head));
    const gross = heads.findIndex((head) => /^\s*sis\. alv/i.test(head));
    if (net < 0 || gross < 0) continue;
    seen.tables += 1;
    for (const row of table.rows) {
      if (row.cells.length !== heads.length) continue;
      if (row.cells[net].checkVisibility()) seen.net += 1;
      if (row.cells[gross].checkVisibility()) seen.gross += 1;
    }
  }
  return seen;
}

/** The calculator against the plain table of the same prices, and against whole-cent arithmetic. */
async function calculator(page, check) {
  await openDetails(page);
  const output = page.locator('main output').first();
  if (!check(await output.count(), 'has no calculator')) return;
  const box = page
    .locator('.js-only')
    .filter({ has: page.locator('output') })
    .last();
  const select = box.locator('select').first();
  const hours = box.locator('input[type=number], input[inputmode=numeric]').first();
  const occasions = box.locator('input[type=radio]');
  const names = (await select.locator('option').allInnerTexts()).map((name) => name.trim());
  const plain = await page.evaluate(plainPrices, names);
  check(
    plain.length === names.length,
    'calculator',
    'names without a plain price',
    names.length - plain.length,
  );

  const factors = await occasions.evaluateAll((radios) =>
    radios.map((radio) => {
      const said = /\+\s?(\d+)/.exec(radio.labels[0].textContent);
      // A name without its percentage leaves the value: a factor in hundredths, or as it is.
      const value = Number(radio.value);
      return said ? Number(said[1]) : Math.round(value >= 100 ? value - 100 : (value - 1) * 100);
    }),
  );
  check(factors.length > 1, 'calculator', 'has no occasions');

  for (const { name, prices } of sample(plain)) {
    await select.selectOption({ label: name });
    for (const [index, percent] of factors.entries()) {
      const radio = occasions.nth(index);
      await radio.evaluate((input) => input.click());
      for (const count of [1, 3]) {
        await hours.fill(String(count));
        const [net, gross] = amounts(await output.innerText());
        const base = prices.find((price) => price.percent === 0)?.cents[0];
        const wanted = roundedShare(base * count, 100 + percent, 100);
        check(
          net === wanted,
          'calculator',
          name,
          `${count} h +${percent} %`,
          `says ${net} cents, is ${wanted}`,
        );
        if (count === 1) {
          const printed = prices.find((price) => price.percent === percent)?.cents ?? [];
          check(
            printed.includes(net),
            'calculator',
            name,
            `+${percent} %`,
            `says ${net} cents, the table ${printed.join(', ')}`,
          );
          if (printed.length > 1)
            check(
              printed.includes(gross),
              'calculator',
              name,
              `+${percent} %`,
              `says ${gross} cents with tax, the table ${printed.join(', ')}`,
            );
        }
        check(gross === undefined || gross > net, 'calculator', name, `with tax ${gross}, without ${net}`);
      }
    }
  }
  const before = await output.innerText();
  await hours.fill('7');
  check((await output.innerText()) !== before, 'calculator', 'does not follow the hours');
}

/** The first, the last and some between. */
const sample = (list) =>
  list.filter((_, index) => index % Math.ceil(list.length / 6) === 0 || index === list.length - 1);

/** Half up, in whole cents. */
const roundedShare = (cents, part, whole) => Math.floor((2 * cents * part + whole) / (2 * whole));

const amounts = (text) =>
  [...text.matchAll(/(\d[\d\s\u00a0\u202f]*),(\d\d)[\s\u00a0\u202f]*€/g)].map(([, euros, cents]) =>
    Number(euros.replace(/\D/g, '') + cents),
  );

/** In the page: the plain table's prices in cents by name and by percent added, as its heads say. */
function plainPrices(names) {
  const cents = (text) => /^[^\d]*(\d[\d\s\u00a0\u202f]*),(\d\d)\b/.exec(text);
  const found = [];
  for (const table of document.querySelectorAll('main table')) {
    const heads = [...table.querySelectorAll('thead tr:last-child > *')].map((head) => head.textContent);
    if (!heads.some((head) => /\+\s?\d+/.test(head))) continue;
    for (const row of table.tBodies[0].rows) {
      // A remark in small print ("Laskettu") is not part of the name.
      const head = row.cells[0].cloneNode(true);
      for (const remark of head.querySelectorAll('small')) remark.remove();
      const name = head.textContent.trim();
      if (!names.includes(name)) continue;
      const prices = new Map();
      for (let column = 1; column < row.cells.length; column++) {
        const match = cents(row.cells[column].textContent);
        if (!match) continue;
        const percent = Number(/\+\s?(\d+)/.exec(heads[column])?.[1] ?? 0);
        prices.set(percent, [...(prices.get(percent) ?? []), Number(match[1].replace(/\D/g, '') + match[2])]);
      }
      found.push({ name, prices: [...prices].map(([percent, list]) => ({ percent, cents: list })) });
    }
  }
  return found;
}
