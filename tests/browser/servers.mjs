// nginx, Apache, lighttpd and Caddy, each with settings of its own and the host file that the site brings.

import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const APACHE_MODULES = '/usr/lib/apache2/modules';
const LIGHTTPD_MODULES = '/usr/lib/lighttpd';
const START_SECONDS = 10;
const isRoot = process.getuid?.() === 0;

// What each server is started with. They list folders unless the site's own file forbids it.
const SERVERS = {
  nginx: ({ home, root, site, port }) => ({
    program: 'nginx',
    args: ['-p', home, '-c', 'settings', '-e', 'error.log'],
    settings: `${isRoot ? 'user root;' : ''}
daemon off; worker_processes 1; pid pid; error_log error.log;
events {}
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${kind};`).join(' ')}
  server { listen 127.0.0.1:${port}; root ${root}; autoindex on; include ${site}/nginx.con[f]; }
}
`,
  }),
  apache: ({ home, root, port }) => ({
    program: 'apache2',
    args: ['-d', home, '-f', 'settings', '-DFOREGROUND'],
    settings: `ServerName localhost
Listen 127.0.0.1:${port}
PidFile pid
ErrorLog error.log
DefaultRuntimeDir .
${['mpm_event', 'authz_core', 'dir', 'mime', 'headers', 'alias', 'filter', 'deflate', 'autoindex', 'rewrite']
  .map((name) => `LoadModule ${name}_module ${APACHE_MODULES}/mod_${name}.so`)
  .join('\n')}
${isRoot ? 'User nobody\nGroup nogroup' : ''}
TypesConfig /dev/null
# As Debian has it.
AddType application/x-gzip .gz
DocumentRoot ${root}
<Directory ${root}>
  Require all granted
  Options Indexes FollowSymLinks
  AllowOverride All
</Directory>
`,
  }),
  lighttpd: ({ home, root, site, port, packs }) => ({
    program: 'lighttpd',
    args: ['-D', '-f', 'settings'],
    settings: `server.bind = "127.0.0.1"
server.port = ${port}
server.document-root = "${root}"
server.errorlog = "${home}/error.log"
server.modules = ( "mod_access"${packs ? ', "mod_deflate"' : ''} )
dir-listing.activate = "enable"
include "${site}/lighttpd.con[f]"
`,
  }),
  caddy: ({ home, root, site, port }) => ({
    program: 'caddy',
    args: ['run', '--config', 'settings', '--adapter', 'caddyfile'],
    environment: { HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home },
    settings: `{
  admin off
  auto_https off
}
http://127.0.0.1:${port} {
  root * ${root}
  import ${site}/Caddyfil*
  file_server browse
}
`,
  }),
};

/** Starts all servers on the folder `root`, whose part `site` is the built site. */
export async function startServers(home, root, site) {
  const servers = [];
  for (const [name, described] of Object.entries(SERVERS)) {
    const port = await freePort();
    const place = path.join(home, name);
    await mkdir(place);
    // Debian has packing for lighttpd in a package of its own.
    const packs = name !== 'lighttpd' || (await exists(path.join(LIGHTTPD_MODULES, 'mod_deflate.so')));
    const { program, args, environment, settings } = described({ home: place, root, site, port, packs });
    await writeFile(path.join(place, 'settings'), settings);
    const running = spawn(found(program), args, {
      cwd: place,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    servers.push({ name, port, place, running, packs, sendsCopies: name !== 'lighttpd', said: collected(running) });
  }
  // A check that breaks off leaves no server behind.
  process.once('exit', () => servers.forEach(({ running }) => running.kill()));
  await Promise.all(servers.map(answers));
  return servers;
}

export async function stopServers(servers) {
  const ends = servers.map(({ running }) => {
    if (running.exitCode !== null || running.signalCode !== null) return undefined;
    const end = new Promise((resolve) => running.once('exit', resolve));
    running.kill();
    return end;
  });
  await Promise.all(ends);
}

async function answers({ name, port, place, running, said }) {
  for (let left = START_SECONDS * 20; left > 0; left -= 1) {
    if (running.exitCode !== null) break;
    const reached = await fetch(`http://127.0.0.1:${port}/`, { method: 'HEAD' }).catch(() => null);
    if (reached) return;
    await pause(50);
  }
  const log = await readFile(path.join(place, 'error.log'), 'utf8').catch(() => '');
  throw new Error(`${name} does not start: ${said.join('')}${log}`);
}

function collected(running) {
  const said = [];
  running.once('error', (error) => said.push(error.message));
  for (const stream of [running.stdout, running.stderr]) stream.on('data', (data) => said.push(String(data)));
  return said;
}

/** Servers stand in folders that not everybody searches. */
function found(program) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin'];
  const places = folders.map((folder) => path.join(folder, program));
  return (
    places.find((place) => {
      try {
        accessSync(place, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }) ?? program
  );
}

const exists = (file) =>
  access(file).then(
    () => true,
    () => false,
  );

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
