// The pages and style sheets against the Nu HTML checker, html-validate and stylelint.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { filesBelow } from './lib.mjs';

const here = (file) => path.join(import.meta.dirname, file);
const settings = async (file) => JSON.parse(await readFile(here(file), 'utf8'));

/** The W3C's checker: HTML of every page and CSS of every style sheet, warnings included. */
export async function checker(site) {
  const sheets = site.files.filter((file) => file.endsWith('.css'));
  const findings = (await Promise.all([nu(site, [], site.pages), nu(site, ['--css'], sheets)])).flat();
  if (!sheets.length) findings.push('the site has no style sheet');
  return { findings, summary: `${site.pages.length} pages and ${sheets.length} style sheets` };
}

/** Files, not addresses: the checker refuses to ask this machine for pages. */
function nu(site, options, files) {
  if (!files.length) return [];
  const jar = here('node_modules/vnu-jar/build/dist/vnu.jar');
  // It does not know the policy's newer words and says so; the browser checks the policy itself.
  const filter = ['--filterpattern', '.*Content Security Policy.*'];
  const args = [
    '-jar',
    jar,
    '--Werror',
    '--format',
    'json',
    ...filter,
    ...options,
    ...files.map((file) => path.join(site.dir, file)),
  ];
  return new Promise((resolve) => {
    execFile('java', args, { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      const messages = parse(stderr)?.messages;
      if (!messages) return resolve([`the Nu checker did not run: ${error?.message ?? ''} ${stderr}`.trim()]);
      const findings = messages.map((message) => {
        const file = path.relative(site.dir, decodeURIComponent(new URL(message.url).pathname));
        return [
          `${file}:${message.lastLine}:${message.firstColumn ?? 1}`,
          message.subType ?? message.type,
          message.message,
          message.extract?.trim(),
        ]
          .filter(Boolean)
          .join(' · ');
      });
      if (error && !findings.length) findings.push(`the Nu checker failed: ${error.message}`);
      resolve(findings);
    });
  });
}

/** The report is the last line; the virtual machine may say something of its own before it. */
function parse(stderr) {
  try {
    return JSON.parse(stderr.slice(stderr.search(/^\{/m)));
  } catch {
    return null;
  }
}

/** html-validate on every page and stylelint on the theme's own style sheets. */
export async function lint(site) {
  const { HtmlValidate } = await import('html-validate');
  const stylelint = (await import('stylelint')).default;
  const findings = [];

  const validator = new HtmlValidate(await settings('html-validate.json'));
  for (const page of site.pages) {
    const report = await validator.validateFile(path.join(site.dir, page));
    for (const { line, column, ruleId, message } of report.results.flatMap((result) => result.messages)) {
      findings.push(`${page}:${line}:${column} · ${ruleId} · ${message}`);
    }
  }

  const sheets = (await filesBelow(site.css).catch(() => [])).filter((file) => file.endsWith('.css'));
  if (!sheets.length) findings.push(`no style sheets in ${site.css}`);
  const { results } = sheets.length
    ? await stylelint.lint({
        files: sheets.map((file) => path.join(site.css, file)),
        config: await settings('stylelint.json'),
        configBasedir: import.meta.dirname,
      })
    : { results: [] };
  for (const { source, warnings } of results) {
    for (const { line, column, text } of warnings)
      findings.push(`${path.basename(source)}:${line}:${column} · ${text}`);
  }
  return { findings, summary: `${site.pages.length} pages and ${sheets.length} style sheets` };
}
