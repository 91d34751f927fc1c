// Follows the data: shows the page anew when it has changed, at the same place, and tells the findings.
{
  const { page, gone } = document.currentScript.dataset;
  const box = document.getElementById('toteuma');
  const status = box.querySelector('[role=status]');
  const key = `toteuma ${location.pathname}`;
  const PATIENCE = 2500;
  let events;
  let waiting;

  /** Everything that folds, by names that outlive a change of the page. */
  const folds = () => {
    const seen = new Map();
    return [...document.querySelectorAll('details')].map((fold) => {
      const name = fold.querySelector('summary')?.textContent.trim() ?? '';
      const number = seen.get(name) ?? 0;
      seen.set(name, number + 1);
      return [`${name} ${number}`, fold];
    });
  };

  const reload = () => {
    const open = folds().map(([name, fold]) => [name, fold.open]);
    sessionStorage.setItem(key, JSON.stringify({ x: scrollX, y: scrollY, open }));
    events.close();
    location.reload();
  };

  /** Puts the page back to where it was before it was shown anew. */
  const restore = () => {
    const kept = sessionStorage.getItem(key);
    if (!kept) return;
    sessionStorage.removeItem(key);
    const { x, y, open } = JSON.parse(kept);
    const known = new Map(open);
    for (const [name, fold] of folds()) if (known.has(name)) fold.open = known.get(name);
    history.scrollRestoration = 'manual';
    const scroll = () => scrollTo({ left: x, top: y, behavior: 'instant' });
    scroll();
    addEventListener('load', () => {
      scroll();
      history.scrollRestoration = 'auto';
    });
  };

  /** Other style sheets take the place of the old ones once they are there. */
  const restyle = (sheets) => {
    const links = [...document.querySelectorAll('link[rel=stylesheet]:not([data-toteuma])')];
    if (links.length !== sheets.length) return reload();
    links.forEach((link, number) => {
      if (link.getAttribute('href') === sheets[number]) return;
      const next = link.cloneNode();
      next.href = sheets[number];
      next.onload = () => link.remove();
      link.after(next);
    });
  };

  /** The findings; they take no focus, and what was folded stays so until there is something else. */
  const tell = (notices) => {
    const before = box.querySelector('details');
    const next = document.createRange().createContextualFragment(notices).firstElementChild;
    if (before?.outerHTML.replace(' open=""', '') === next?.outerHTML.replace(' open=""', '')) return;
    before?.remove();
    if (next) box.append(next);
    status.textContent = next?.querySelector('summary').textContent ?? '';
  };

  const follow = () => {
    events = new EventSource(`/.toteuma/events?path=${encodeURIComponent(location.pathname)}`);
    events.onmessage = ({ data }) => {
      const now = JSON.parse(data);
      if (now.page !== page) return reload();
      restyle(now.sheets);
      tell(now.notices);
    };
    events.onopen = () => {
      clearTimeout(waiting);
      if (status.textContent === gone) status.textContent = '';
    };
    events.onerror = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => (status.textContent = gone), PATIENCE);
      if (events.readyState === EventSource.CLOSED) setTimeout(follow, PATIENCE);
    };
  };

  restore();
  follow();
  // A browser has few lines to one host, so a page that nobody sees leaves its own to others.
  document.addEventListener('visibilitychange', () => {
    events.close();
    if (!document.hidden) follow();
  });
  addEventListener('pagehide', () => events.close());
  addEventListener('pageshow', ({ persisted }) => persisted && follow());
}
