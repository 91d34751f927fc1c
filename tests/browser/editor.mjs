// The server behind VS Code's YAML extension reads the shipped files by their schemas: it underlines slips and nothing
// else, completes keys and words, and explains them in Finnish and English.

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import rpc from 'vscode-jsonrpc/node.js';
import { collector, filesBelow } from './lib.mjs';

const ROOT = path.join(import.meta.dirname, '../..');
// Diagnostics have arrived when nothing has been said for this long, or it takes too long.
const SILENCE = 800;
const LONGEST = 60_000;
const ERROR = 1;

// What YAML might take for something else than text, and rows over rows.
const AWKWARD = `kind: figures
title: no
tables:
  - columns: TP 2023 | TA 2024
    rows:
      - Tuotot | 1 280 320 | 12,50
      - Kulut | -95,9 | 7:
          - Ostot | 1 | 2
          - name: 2024
            values: 12.50 | –
      - name: Vuosikate
        decimals: 1
        decision: 30.6.2024
        binding: true
        sum: running
    columns-of: x
`;

export async function editor() {
  const { findings, check } = collector();
  const settings = JSON.parse(await readFile(path.join(ROOT, '.vscode/settings.json'), 'utf8'));
  const server = await connect(settings);
  try {
    const files = await shipped(server, check);
    await slips(server, check);
    await completion(server, check);
    await hover(server, check);
    return { findings, summary: `${files} files` };
  } finally {
    server.close();
  }
}

async function shipped(server, check) {
  const names = (await filesBelow(path.join(ROOT, 'content'))).filter((name) => name.endsWith('.yaml'));
  for (const name of names) {
    const text = await readFile(path.join(ROOT, 'content', name), 'utf8');
    server.open(`content/${name}`, text);
  }
  await quiet(server, check);
  // The same without the line that names the schema: the settings say which it is.
  for (const name of names) {
    const text = await readFile(path.join(ROOT, 'content', name), 'utf8');
    server.open(`content/${name}`, text.replace(/^# yaml-language-server.*\n/, ''));
  }
  await quiet(server, check);
  return names.length;
}

/** Nothing is said of any open file. */
async function quiet(server, check) {
  for (const [name, told] of await server.told()) {
    for (const { message, range } of told) check(false, name, `line ${range.start.line + 1}`, message);
  }
}

async function slips(server, check) {
  const page = 'kind: report\ntitle: A\n';
  const cases = {
    'content/key/page.yaml': [`${page}breif:\n  - A\n`, 2],
    'content/word/page.yaml': ['title: A\nkind: raportti\n', 1],
    'content/type/page.yaml': [`${page}brief: A\n`, 2],
    'content/missing/page.yaml': ['kind: report\n', 0],
    'content/site.yaml': ['name: A\nlanguage: fi\nnotices: A\n', 2],
    'content/kind.yaml': ['kind: figurs\ntitle: A\n', 0],
    'content/section.yaml': ['kind: terms\ntitle: A\nterms:\n  - trem: B\n    text: C\n', 3],
    'content/awkward.yaml': [AWKWARD, AWKWARD.split('\n').length - 2],
  };
  for (const [name, [text]] of Object.entries(cases)) server.open(name, text);
  server.open('content/_draft.yaml', 'kind: later\n');
  server.open('content/_drafts/page.yaml', 'kind: later\n');
  const told = await server.told();
  for (const [name, [, line]] of Object.entries(cases)) {
    const errors = told.get(name).filter(({ severity }) => severity === ERROR);
    const lines = [...new Set(errors.map(({ range }) => range.start.line))];
    check(lines.join() === `${line}`, name, `line ${line + 1} is underlined, and no other than it`, lines.join());
  }
  check(told.get('content/_draft.yaml').length === 0, 'what is put aside is not read');
}

async function completion(server, check) {
  const keys = await server.completed('content/keys/page.yaml', 'kind: price-list\ntitle: A\n');
  check(keys.has('valid-from') && keys.has('vat-basis'), 'keys of a page are offered', [...keys.keys()].join());
  check(!keys.has('title'), 'a key that is there is not offered again');
  const words = await server.completed('content/words/page.yaml', 'title: A\nvat-basis: ');
  check([...words.keys()].join() === 'net,gross,both', 'words of a value are offered', [...words.keys()].join());
  check(/arvonlisävero.*VAT/s.test(words.get('net')), 'a word is explained', words.get('net'));
  const fee = 'kind: prices\ntitle: A\ngroups:\n  - fees:\n      - name: B\n        ';
  const within = await server.completed('content/fee.yaml', fee);
  check(within.has('gross') && within.has('marginal'), 'keys of a record in a list are offered');
  const kinds = await server.completed('content/kinds.yaml', 'kind: ');
  check(kinds.has('figures') && kinds.has('fee-search'), 'kinds of sections are offered');
}

async function hover(server, check) {
  for (const [name, text, line, words] of [
    ['content/h/page.yaml', 'kind: report\ntitle: A\n', 1, ['Sivun pääotsikko.', 'The main heading.']],
    ['content/h1.yaml', 'kind: prices\ntitle: A\nvat: exempt\n', 2, ['arvonlisävero', 'How the prices are taxed.']],
    ['content/h2.yaml', 'kind: figures\ntitle: A\ntables:\n  - columns: A\n', 2, ['järjestyksessä', 'in order']],
  ]) {
    const told = await server.explained(name, text, { line, character: 1 });
    for (const word of words) check(told.includes(word), `${text.split('\n')[line]} is explained`, word, told);
  }
}

/** Starts the server as an editor with these settings would. */
async function connect(settings) {
  const require = createRequire(import.meta.url);
  const program = require.resolve('yaml-language-server/bin/yaml-language-server');
  const child = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const connection = rpc.createMessageConnection(
    new rpc.StreamMessageReader(child.stdout),
    new rpc.StreamMessageWriter(child.stdin),
  );
  const root = pathToFileURL(ROOT).href;
  const told = new Map();
  let heard = Date.now();
  connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
    heard = Date.now();
    told.set(decodeURIComponent(uri), diagnostics);
  });
  const yaml = { ...nested(settings).yaml, validate: true, hover: true, completion: true };
  connection.onRequest('workspace/configuration', ({ items }) =>
    items.map(({ section }) => (section === 'yaml' ? yaml : {})),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: 'site' }],
    capabilities: {
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
      textDocument: { completion: { completionItem: { documentationFormat: ['markdown'], snippetSupport: true } } },
    },
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('workspace/didChangeConfiguration', { settings: { yaml } });

  const open = new Set();
  let version = 0;
  const uri = (name) => `${root}/${name}`;
  const server = {
    /** Opens a file of the site with this text, whatever stands on the disk. */
    open(name, text) {
      open.add(name);
      told.delete(uri(name));
      version += 1;
      const textDocument = { uri: uri(name), languageId: 'yaml', version, text };
      return connection.sendNotification('textDocument/didOpen', { textDocument });
    },
    /** What is said of each open file; then they are closed. */
    async told() {
      const started = Date.now();
      heard = started;
      const waiting = () => [...open].some((name) => !told.has(uri(name))) || Date.now() - heard < SILENCE;
      while (waiting() && Date.now() - started < LONGEST) await new Promise((done) => setTimeout(done, 50));
      const found = new Map([...open].map((name) => [name, told.get(uri(name)) ?? [nothing()]]));
      for (const name of open) {
        await connection.sendNotification('textDocument/didClose', { textDocument: { uri: uri(name) } });
      }
      open.clear();
      return found;
    },
    /** What is offered at the end of a text, with explanations. */
    async completed(name, text) {
      await server.open(name, text);
      const lines = text.split('\n');
      const position = { line: lines.length - 1, character: lines.at(-1).length };
      const asked = { textDocument: { uri: uri(name) }, position };
      const { items } = await connection.sendRequest('textDocument/completion', asked);
      return new Map(items.map(({ label, documentation }) => [label, documentation?.value ?? documentation]));
    },
    async explained(name, text, position) {
      await server.open(name, text);
      const asked = { textDocument: { uri: uri(name) }, position };
      const answer = await connection.sendRequest('textDocument/hover', asked);
      return answer?.contents.value ?? '';
    },
    close() {
      connection.dispose();
      child.kill();
    },
  };
  return server;
}

const nothing = () => ({ message: 'the server says nothing', range: { start: { line: 0 } }, severity: ERROR });

/** `{"yaml.schemas": …}` as `{yaml: {schemas: …}}`. */
function nested(settings) {
  const tree = {};
  for (const [key, value] of Object.entries(settings)) {
    const parts = key.split('.');
    const last = parts.pop();
    let place = tree;
    for (const part of parts) place = place[part] ??= {};
    place[last] = value;
  }
  return tree;
}
