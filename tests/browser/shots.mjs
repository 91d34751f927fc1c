// Not a test: pictures of every page for looking at with one's own eyes. node shots.mjs OUTPUT SHOTS

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { launch, openSite, sideBySide, withPage } from './lib.mjs';

const [, , output, shots] = process.argv;
if (!output || !shots) {
  console.error('usage: node shots.mjs OUTPUT SHOTS');
  process.exit(2);
}
await mkdir(shots, { recursive: true });
const site = await openSite(output);
const browser = await launch();
await sideBySide(site.pages.flatMap((name) => [...pictures(name), () => printed(name)]));
await browser.close();
site.close();
console.log(`${site.pages.length * 5} files in ${shots}`);

function pictures(name) {
  const looks = [1280, 390].flatMap((width) =>
    ['light', 'dark'].map((colorScheme) => ({ width, colorScheme })),
  );
  return looks.map(
    ({ width, colorScheme }) =>
      () =>
        withPage(browser, { viewport: { width, height: 900 }, colorScheme }, async (page) => {
          await page.goto(site.url(name), { waitUntil: 'networkidle' });
          await page.screenshot({ path: file(name, `${width}-${colorScheme}.png`), fullPage: true });
        }),
  );
}

/** The page on paper, with the structure that makes a document readable by screen readers. */
function printed(name) {
  return withPage(browser, {}, async (page) => {
    await page.goto(site.url(name), { waitUntil: 'networkidle' });
    await page.pdf({
      path: file(name, 'print.pdf'),
      format: 'A4',
      preferCSSPageSize: true,
      tagged: true,
      outline: true,
    });
  });
}

function file(name, ending) {
  const flat = name.replace(/\/index\.html$|\.html$/, '').replaceAll('/', '-') || 'index';
  return path.join(shots, `${flat}-${ending}`);
}
