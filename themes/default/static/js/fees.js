// What the price list has beyond its HTML: a filter as one types, and the calculator of hourly work.
(() => {
  const get = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Finnish inflection: double letters become one, and a word loses its last vowel and case ending.
  const lang = document.documentElement.lang;
  const folded = (text) => {
    const plain = text.toLocaleLowerCase(lang).replace(/\s+/g, ' ').trim();
    return lang === 'fi' ? plain.replace(/([a-zåäö])\1/g, '$1') : plain;
  };
  // Other languages lose a plural's ending.
  const ending = lang === 'fi' ? /[aeiouyäöå]?[tn]?$/ : lang === 'sv' ? /(or|ar|er|en|et|n|t)$/ : /(es|s)$/;
  const stem = (word) => (word.length > 4 ? word.replace(ending, '') : word);

  const input = get('haku');
  const status = get('haku-tila');
  if (input && status) {
    const sections = all('.body > section');
    const groups = all('.fees, .fee-list');
    // The heading right above a group stays as long as one of its groups has something to show.
    const heading = (group) => {
      let above = group.previousElementSibling;
      while (!/H[23]/.test(above.tagName)) above = above.previousElementSibling;
      return above;
    };
    const index = groups.flatMap((group) => {
      const titles = [group.parentElement.firstElementChild, heading(group), group.caption].map((title) => title?.textContent ?? '');
      const fees = all('tbody tr, :scope > li', group);
      return fees.map((fee) => ({ fee, text: folded([...titles, fee.textContent, fee.dataset.k ?? ''].join(' ')) }));
    });
    // What stands around the fees of a section is out of the way while one searches.
    const around = all('.body > section > :not(h2, .fees, .fee-list)');
    const filter = () => {
      const words = folded(input.value).split(' ').filter(Boolean).map(stem);
      const busy = words.length > 0;
      let hits = 0;
      for (const { fee, text } of index) {
        fee.hidden = !words.every((word) => text.includes(word));
        hits += fee.hidden ? 0 : 1;
      }
      for (const element of around) element.hidden = busy;
      for (const group of groups) {
        group.hidden = busy && !group.querySelector('tbody tr:not([hidden]), li:not([hidden])');
        if (!group.hidden) heading(group).hidden = false;
      }
      for (const section of sections) section.hidden = busy && !section.querySelector('.fees:not([hidden]), .fee-list:not([hidden])');
      get('ei-osumia').hidden = hits > 0;
      const form = hits === 0 ? status.dataset.none : hits === 1 ? status.dataset.one : status.dataset.other;
      status.textContent = busy ? form.replace('{number}', hits) : '';
    };
    input.addEventListener('input', filter);
    input.value = new URLSearchParams(location.search).get('haku') ?? input.value;
    if (input.value) filter();
  }

  const calculator = get('laskuri');
  if (calculator) {
    const format = new Intl.NumberFormat(document.documentElement.lang, { style: 'currency', currency: calculator.dataset.currency });
    // Whole numbers only: cents times hundredths times thousandths stay exact; halves are rounded up.
    const euros = (number, scale) => format.format(Number((number + scale / 2n) / scale) / 100);
    const show = () => {
      const cents = BigInt(get('l-nimike').value);
      const hours = BigInt(Math.max(1, Math.ceil(Number(get('l-tunnit').value) || 1)));
      const net = cents * hours * BigInt(calculator.querySelector('[name=aika]:checked').value);
      const lines = [calculator.dataset.net.replace('{price}', euros(net, 100n))];
      if (calculator.dataset.vat) {
        lines.push(calculator.dataset.gross.replace('{price}', euros(net * BigInt(calculator.dataset.vat), 100000n)));
      }
      const more = lines.slice(1).map((line) => Object.assign(document.createElement('small'), { textContent: line }));
      get('l-tulos').replaceChildren(lines[0], ...more);
    };
    calculator.addEventListener('input', show);
    show();
  }
})();
