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
    const body = get('ei-osumia').parentElement;
    const sections = all(':scope > section', body);
    // The heading right above a group stays as long as one of its groups has something to show.
    const heading = (box) => {
      let above = box.previousElementSibling;
      while (!/H[23]/.test(above.tagName)) above = above.previousElementSibling;
      return above;
    };
    const groups = all('.fees, .fee-list').map((group) => {
      const box = group.closest('.rows') ?? group;
      const section = box.parentElement;
      const titles = [section.firstElementChild, heading(box), group.caption].map((title) => title?.textContent ?? '');
      return { box, section, heading: heading(box), titles: folded(titles.join(' ')), fees: [...(group.tBodies?.[0].rows ?? group.children)] };
    });
    // The words of all fees of a group are folded at once, when they are first looked at.
    const END = '\0';
    const words = (fee) => `${fee.textContent} ${fee.getAttribute('data-k') ?? ''}`;
    const texts = (group) => (group.texts ??= folded(group.fees.map(words).join(END)).split(END));
    // What stands around the fees of a section is out of the way while one searches.
    const around = all(':scope > section > :not(h2, .rows, .fees, .fee-list)', body);
    const hide = (element, hidden) => element.hidden !== hidden && (element.hidden = hidden);
    // One text that changes: with another in its place, the browser would look at all prices again.
    const said = status.appendChild(new Text());
    // Few enough to be laid out at once, so that none of them comes in later.
    const FEW = 150;
    // What is seen first changes first, the rest picture by picture.
    const AT_ONCE = 12;
    let next = 0;
    const show = (found, few) => {
      for (const [{ box, fees }, is] of found.splice(0, AT_ONCE)) {
        fees.forEach((fee, number) => hide(fee, !is[number]));
        hide(box, false);
      }
      if (found.length) next = requestAnimationFrame(() => show(found, few));
      else body.classList.toggle('few', few);
    };
    const filter = () => {
      const wanted = folded(input.value).split(' ').filter(Boolean).map(stem);
      const busy = wanted.length > 0;
      const [found, kept] = [[], new Set()];
      let hits = 0;
      for (const group of groups) {
        const rest = wanted.filter((word) => !group.titles.includes(word));
        const is = group.fees.map((fee, number) => rest.every((word) => texts(group)[number].includes(word)));
        const count = is.filter(Boolean).length;
        hits += count;
        // The fees of a group that is not shown are left as they are.
        if (count === 0) {
          hide(group.box, true);
          continue;
        }
        found.push([group, is]);
        kept.add(group.section).add(group.heading);
      }
      for (const element of [...around, ...sections]) hide(element, busy && !kept.has(element));
      if (hits > FEW) body.classList.remove('few');
      show(found, hits <= FEW);
      get('ei-osumia').hidden = hits > 0;
      const form = hits === 0 ? status.dataset.none : hits === 1 ? status.dataset.one : status.dataset.other;
      said.data = busy ? form.replace('{number}', hits) : '';
    };
    // Letters that come faster than pictures are looked for together.
    input.addEventListener('input', () => {
      cancelAnimationFrame(next);
      next = requestAnimationFrame(filter);
    });
    input.addEventListener('focus', () => groups.forEach(texts), { once: true });
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
