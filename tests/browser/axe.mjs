// axe-core on every page: narrow and wide, light and dark, forced colours, and with the script missing.

import { AxeBuilder } from '@axe-core/playwright';
import { collector, launch, openDetails, sideBySide, withPage } from './lib.mjs';

export const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export async function axe(site) {
  const { findings, failed } = collector();
  // Each violation with the looks it was seen in.
  const found = new Map();
  const browser = await launch();
  const visits = site.pages.flatMap((page) =>
    looks(site.keyPages.includes(page)).map((group) => ({ page, group })),
  );
  await sideBySide(
    visits.map(
      ({ page, group }) =>
        () =>
          inspect(browser, site, page, group, found),
    ),
    failed,
  );
  await browser.close();
  for (const [fact, seen] of found) findings.push(`${fact} · ${seen.join(', ')}`);
  const runs = visits.reduce((sum, { group }) => sum + group.length, 0);
  return { findings, summary: `${runs} runs on ${site.pages.length} pages` };
}

/** The looks of a page, in groups: each group is one visit, changed without loading again. */
function looks(key) {
  const widths = key ? [1280, 390, 320] : [1280, 390];
  const schemes = ['light', 'dark'];
  const groups = [widths.flatMap((width) => schemes.map((scheme) => ({ width, scheme })))];
  if (key) {
    groups.push([1280, 390].map((width) => ({ width, scheme: 'light', forced: true })));
    groups.push([{ width: 390, scheme: 'light', scriptMissing: true }]);
  }
  return groups;
}

const flags = (look) => Object.keys(look).filter((key) => look[key] === true);

async function inspect(browser, site, name, group, found) {
  // The tool's own style changes need the page's content policy out of the way.
  await withPage(browser, { bypassCSP: true }, async (page) => {
    if (group[0].scriptMissing) await page.route('**/*.js', (route) => route.abort());
    await page.goto(site.url(name));
    await openDetails(page);
    for (const look of group) {
      await page.setViewportSize({ width: look.width, height: 900 });
      await page.emulateMedia({
        colorScheme: look.scheme,
        forcedColors: look.forced ? 'active' : 'none',
        reducedMotion: 'reduce',
      });
      // One frame and no other: the older way of running is enough and twice as fast.
      const builder = new AxeBuilder({ page }).setLegacyMode().withTags(TAGS);
      // The reader's own colours are not ours to measure.
      if (look.forced) builder.disableRules(['color-contrast']);
      const { violations } = await builder.analyze();
      for (const { id, nodes } of violations) {
        const [{ target, failureSummary }] = nodes;
        const fact = [
          name,
          `${id} (${nodes.length})`,
          target.join(' '),
          failureSummary.replace(/\s+/g, ' '),
        ].join(' · ');
        found.set(fact, [...(found.get(fact) ?? []), [look.width, look.scheme, ...flags(look)].join(' ')]);
      }
    }
  });
}
