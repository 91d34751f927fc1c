// The preview of a copy of the site in a browser, while its files are edited: pages that follow by themselves and
// stay where they were, findings over them, and no page of another site that gets anything.

import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { TAGS } from './axe.mjs';
import { collector, launch, withPage } from './lib.mjs';

const SITE = path.join(import.meta.dirname, '../..');
const PRICES = 'content/3-maksut/3-koneet.yaml';
const PRICES_PAGE = 'maksut/';
const PATIENCE = 30_000;

export async function preview() {
  const { findings, check, failed } = collector();
  const site = await mkdtemp(path.join(os.tmpdir(), 'toteuma-preview-'));
  await cp(path.join(SITE, 'content'), path.join(site, 'content'), { recursive: true });
  const server = await started(site);
  const browser = await launch();
  // One after another: each edits the same files.
  const visits = [follows, staysFolded, tells, isAccessible, restyles, returns, hidden, isAlone];
  for (const visit of visits) await visit(browser, server, site, check).catch(failed);
  await browser.close();
  server.process.kill('SIGINT');
  await new Promise((resolve) => server.process.once('exit', resolve));
  await rm(site, { recursive: true });
  return { findings, summary: `${visits.length} visits` };
}

/** Runs `toteuma serve` on a free port, by the program named in `TOTEUMA`. */
function started(site) {
  const program = process.env.TOTEUMA ?? 'toteuma';
  const child = spawn(program, ['--lang', 'fi', 'serve', '--port', '0', site], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`toteuma serve ended with ${code}`)));
    let said = '';
    child.stdout.on('data', (bytes) => {
      said += bytes;
      const [address] = said.match(/http:\/\/127\.0\.0\.1:\d+\//) ?? [];
      if (address) resolve({ process: child, base: address });
    });
  });
}

/** Replaces a part of a file as an editor does: another file, which then takes its name. */
async function edit(site, file, from, to) {
  const place = path.join(site, file);
  const text = await readFile(place, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  await writeFile(`${place}~`, text.replace(from, to));
  await rename(`${place}~`, place);
}

/** A page that counts how often it was loaded, and sees what its policy forbids. */
async function opened(page, address) {
  const seen = { loads: 0, wrong: [] };
  page.on('load', () => seen.loads++);
  page.on('pageerror', (error) => seen.wrong.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && seen.wrong.push(message.text()));
  await page.goto(address);
  return seen;
}

const scroll = (page) => page.evaluate(() => Math.round(scrollY));

/** A saved price is on the open page at once, at the same place, with the same parts unfolded. */
async function follows(browser, { base }, site, check) {
  await withPage(browser, { viewport: { width: 800, height: 600 } }, async (page) => {
    const seen = await opened(page, base + PRICES_PAGE);
    const folds = page.locator('main details');
    await folds.nth(1).evaluate((fold) => (fold.open = true));
    await page.evaluate(() => scrollTo(0, 1500));
    const [before, open] = [await scroll(page), await folds.evaluateAll((all) => all.map((one) => one.open))];
    check(before > 1000, 'follows', 'the page is too short to scroll', before);
    const began = performance.now();
    await edit(site, PRICES, 'title: Koneet', 'title: Koneet ja laitteet');
    await page.getByRole('heading', { name: 'Koneet ja laitteet' }).first().waitFor({ timeout: PATIENCE });
    const took = performance.now() - began;
    await page.waitForLoadState('load');
    check(seen.loads === 2, 'follows', 'loaded', seen.loads);
    const after = await scroll(page);
    check(Math.abs(after - before) <= 2, 'follows', 'scrolled', before, after);
    const kept = await folds.evaluateAll((all) => all.map((one) => one.open));
    check(JSON.stringify(kept) === JSON.stringify(open), 'follows', 'folded', kept);
    check(took < 5000, 'follows', 'took milliseconds', took);
    // A change of another page leaves this one alone.
    await edit(site, 'content/7-tietosuoja/page.md', 'title: ', 'title: Uusi ');
    await page.waitForTimeout(1000);
    check(seen.loads === 2, 'follows', 'loaded for the sake of another page', seen.loads);
    check(seen.wrong.length === 0, 'follows', ...seen.wrong);
  });
}

/** What is folded over the pages stays so until there is something else to tell, and takes no focus. */
async function staysFolded(browser, { base }, site, check) {
  await withPage(browser, {}, async (page) => {
    await opened(page, base + PRICES_PAGE);
    const field = page.locator('#haku');
    await field.focus();
    await edit(site, PRICES, 'kind: prices', 'kind: prices\ntitel: A');
    const summary = page.locator('#toteuma summary');
    await summary.waitFor({ timeout: PATIENCE });
    check(await field.evaluate((one) => one === document.activeElement), 'folds', 'the focus was taken');
    check(await page.locator('#toteuma details').evaluate((one) => one.open), 'folds', 'an error is folded');
    await summary.focus();
    await page.keyboard.press('Enter');
    const open = () => page.locator('#toteuma details').evaluate((one) => one.open);
    check(!(await open()), 'folds', 'it cannot be folded by key');
    await edit(site, 'content/7-tietosuoja/page.md', 'title: ', 'title: Taas ');
    await page.waitForTimeout(1000);
    check(!(await open()), 'folds', 'what was folded is open again');
    await edit(site, PRICES, '\ntitel: A', '');
    await summary.waitFor({ state: 'detached', timeout: PATIENCE });
  });
}

/** An error is told with file, line and cure over the page as it last was, and goes when it is mended. */
async function tells(browser, { base }, site, check) {
  await withPage(browser, {}, async (page) => {
    const seen = await opened(page, base + PRICES_PAGE);
    const main = await page.locator('main').innerText();
    await edit(site, PRICES, 'kind: prices', 'kind: prices\ntitel: A');
    const told = page.locator('#toteuma');
    await told.locator('summary').waitFor({ timeout: PATIENCE });
    const words = await told.innerText();
    for (const part of ['1 virhe', `${PRICES}:3:1`, 'tuntematon avain titel', 'tarkoititko title?', 'ennallaan'])
      check(words.includes(part), 'tells', `not ${part}`, words);
    check((await page.locator('main').innerText()) === main, 'tells', 'the page has changed');
    check((await told.getByRole('status').textContent()) === '1 virhe', 'tells', 'it is not told aloud');
    check(seen.loads === 1, 'tells', 'loaded', seen.loads);
    await page.emulateMedia({ media: 'print' });
    check(!(await told.isVisible()), 'tells', 'it is printed');
  });
}

/** The findings over a page satisfy axe, narrow and wide, light and dark. */
async function isAccessible(browser, { base }, site, check) {
  await withPage(browser, { bypassCSP: true }, async (page) => {
    for (const address of [base + PRICES_PAGE, base])
      for (const width of [1280, 320])
        for (const colorScheme of ['light', 'dark']) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          await page.goto(address);
          await page.locator('#toteuma summary').waitFor();
          const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(TAGS).analyze();
          for (const { id, nodes } of violations)
            check(false, 'axe', address, width, colorScheme, id, nodes[0].target.join(' '), nodes[0].failureSummary);
          const sideways = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          check(!sideways, 'axe', address, width, 'scrolls sideways');
        }
  });
  await edit(site, PRICES, '\ntitel: A', '');
}

/** A change of styles alone is seen without loading the page again. */
async function restyles(browser, { base }, site, check) {
  await withPage(browser, {}, async (page) => {
    await edit(site, 'content/site.yaml', 'language: fi', 'language: fi\ncolours:\n  - token: brand\n    light: "#0b4a6b"\n    dark: "#93cdea"');
    const colour = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--brand'));
    const seen = await opened(page, base);
    await page.waitForFunction(() => document.querySelector('link[href*=colours]'), null, { timeout: PATIENCE });
    await page.waitForLoadState('networkidle').catch(() => {});
    const loads = seen.loads;
    check((await colour()).includes('0b4a6b'), 'restyles', 'has no colours of its own', await colour());
    await edit(site, 'content/site.yaml', '#0b4a6b', '#5b2a6b');
    await page.waitForFunction(
      () => getComputedStyle(document.documentElement).getPropertyValue('--brand').includes('5b2a6b'),
      null,
      { timeout: PATIENCE },
    );
    check(seen.loads === loads, 'restyles', 'loaded', seen.loads - loads);
    check((await page.locator('link[href*=colours]').count()) === 1, 'restyles', 'the old styles stay');
    check(seen.wrong.length === 0, 'restyles', ...seen.wrong);
  });
}

/** A page that goes away says so, and is there again by itself when it comes back. */
async function returns(browser, { base }, site, check) {
  await withPage(browser, {}, async (page) => {
    await opened(page, `${base}tietosuoja/`);
    const folder = path.join(site, 'content/7-tietosuoja');
    await rename(folder, path.join(site, 'content/7-yksityisyys'));
    // Links in the data that lead there are errors, so the page stays.
    await page.locator('#toteuma summary').waitFor({ timeout: PATIENCE });
    check((await page.locator('h1').innerText()).includes('ietosuoja'), 'returns', 'the page did not stay');
    await rename(path.join(site, 'content/7-yksityisyys'), folder);
    await page.locator('#toteuma summary').waitFor({ state: 'detached', timeout: PATIENCE });
    const response = await page.goto(`${base}uusi/`);
    check(response.status() === 404, 'returns', 'status', response.status());
    await cp(folder, path.join(site, 'content/8-uusi'), { recursive: true });
    await page.getByRole('heading', { level: 1, name: 'ietosuoja' }).waitFor({ timeout: PATIENCE });
    await rm(path.join(site, 'content/8-uusi'), { recursive: true });
    await page.getByRole('heading', { level: 1, name: 'Sivua ei löytynyt' }).waitFor({ timeout: PATIENCE });
  });
}

/** More pages than a browser has lines to a host can be open; a hidden one follows when it is seen again. */
async function hidden(browser, { base }, site, check) {
  await withPage(browser, {}, async (page, context) => {
    for (let number = 0; number < 8; number++) {
      const other = await context.newPage();
      await other.goto(base);
      await other.evaluate(() => {
        Object.defineProperty(document, 'hidden', { value: true, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      });
    }
    await page.goto(base + PRICES_PAGE);
    await edit(site, PRICES, 'title: Koneet ja laitteet', 'title: Koneet');
    await page.getByRole('heading', { name: 'Koneet', exact: false }).first().waitFor();
    const last = context.pages().at(-1);
    await edit(site, 'content/page.yaml', 'title: ', 'title: Uusi ');
    await page.waitForTimeout(300);
    check(!(await last.locator('h1').innerText()).startsWith('Uusi'), 'hidden', 'follows unseen');
    await last.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: false, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await last.waitForFunction(() => document.querySelector('h1').innerText.startsWith('Uusi'), null, {
      timeout: PATIENCE,
    });
  });
}

/** A page of another site can neither read the preview nor frame it. */
async function isAlone(browser, { base }, site, check) {
  await withPage(browser, {}, async (page) => {
    await page.route('https://other.example/', (route) =>
      route.fulfill({ contentType: 'text/html', body: `<title>A</title><iframe src="${base}"></iframe>` }),
    );
    await page.goto('https://other.example/');
    const read = await page.evaluate(
      (address) =>
        fetch(address)
          .then((response) => response.text())
          .catch(() => 'refused'),
      base,
    );
    check(read === 'refused', 'alone', 'another site reads it');
    const framed = page.frames().find((frame) => frame.url().startsWith(base));
    const text = await framed?.evaluate(() => document.querySelector('h1')?.innerText ?? '').catch(() => '');
    check(!text, 'alone', 'another site frames it', text);
  });
}
