// Puts every text of payloads.json wherever a user can put text, and looks at everything that the program writes: pages,
// charts, tables, terminal. In a real browser no dialog opens, nothing is asked of the network, no element or attribute is
// there that a harmless text has not; spreadsheets get no formula, terminals no command.
//
//   node payloads.mjs target/release/dottedline
//   CHROMIUM=/path/to/chromium       another browser than /usr/bin/chromium
import { chromium } from 'playwright-core';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const program = process.argv[2] === undefined ? undefined : resolve(process.argv[2]);
if (program === undefined) {
  console.error('usage: node payloads.mjs PROGRAM');
  process.exit(2);
}
const payloads = JSON.parse(readFileSync(new URL('payloads.json', import.meta.url), 'utf8'));
const HARMLESS = 'A harmless text';
const work = mkdtempSync(join(tmpdir(), 'payloads-'));
const failures = [];
let passed = 0;

function expect(what, holds, detail = '') {
  if (holds) passed += 1;
  else failures.push(`${what}${detail === '' ? '' : `: ${typeof detail === 'string' ? detail : JSON.stringify(detail)}`}`);
}

// The program's exit code and everything that it says.
function run(words) {
  return new Promise((done) => {
    const env = { ...process.env, LC_ALL: 'C.UTF-8' };
    execFile(program, words, { encoding: 'utf8', cwd: work, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : (error.code ?? -1), said: `${stdout}${stderr}`, stdout });
    });
  });
}

// A text as TOML writes it; as JSON does, but for two letters that JSON need not escape.
const toml = (text) => JSON.stringify(text).replaceAll('\x7f', '\\u007f').replace(/[\x80-\x9f]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);

function scenario(text) {
  const minimal = 'extends = "minimal"\nschema = 1\n';
  const small = '[study]\ntrials = 3\ncustomers = 30\nweeks = 16\nwarmup_weeks = 2\n';
  const described = ['siloed', 'matrixed'].map((id) => `[[structure]]\nid = "${id}"\ndescription = ${toml(text)}\n`).join('');
  return `${minimal}title = ${toml(text)}\nquestion = ${toml(text)}\n${small}${described}`;
}

// A terminal obeys control characters; those that turn the direction of writing deceive its reader.
const commands = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

function checkTerminal(name, { code, said }, codes) {
  expect(`${name}: ends as documented`, codes.includes(code), `${code}: ${said.slice(-300)}`);
  expect(`${name}: nothing that a terminal obeys`, !commands.test(said), JSON.stringify(said.match(commands)?.[0]));
  expect(`${name}: no panic`, !/panicked|RUST_BACKTRACE/.test(said), said.slice(-300));
}

// Every name of a scenario that is no free text is refused; it never gets anywhere.
async function checkNames(payload, place) {
  const name = `payload ${place} as a name`;
  const id = toml(payload);
  const with_ = {
    structure: `${scenario(HARMLESS)}[[structure]]\nid = ${id}\npreset = "advisory"\n`,
    function: `${scenario(HARMLESS)}[[function]]\nid = ${id}\n`,
    touchpoint: `${scenario(HARMLESS)}[[touchpoint]]\nid = ${id}\nowner = "sales"\nquality = 0.5\n`,
    segment: `${scenario(HARMLESS)}[[segment]]\nid = ${id}\n`,
    key: `${scenario(HARMLESS)}[economics]\n${JSON.stringify(payload)} = 1\n`,
  };
  const wrong = Object.entries(with_).map(async ([kind, text]) => {
    const file = join(work, `name-${kind}.toml`);
    writeFileSync(file, text);
    checkTerminal(`${name} of a ${kind}`, await run(['check', file]), [65]);
  });
  const after = [['check', 'plain.toml', '--set', `study.${clean(payload)}=1`], ['run', 'plain.toml', '--structures', clean(payload)]];
  const flags = after.map(async (words) => checkTerminal(`${name} after ${words[2]}`, await run(words), [2, 65]));
  await Promise.all([...wrong, ...flags]);
}

// What can be an argument of a command: all but the letter 0.
function clean(text) {
  return text.replaceAll('\0', '');
}

// Another simulator's table, whose structures and metrics have these names.
async function checkTable(payload, place) {
  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
  const rows = [0, 1, 2, 3].flatMap((trial) => ['siloed', payload].map((name, n) => `${trial},${quoted(name)},${trial * 0.1 + n},${trial}`));
  writeFileSync(join(work, 'table.csv'), `trial,structure,retention,${quoted(payload)}\n${rows.join('\n')}\n`);
  checkTerminal(`payload ${place} in a table`, await run(['compare', 'table.csv']), [0, 65]);
  const json = await run(['compare', 'table.csv', '--json']);
  if (json.code === 0) {
    const read = JSON.parse(json.stdout);
    expect(`payload ${place} in a table: JSON says the same`, JSON.stringify(read).includes(JSON.stringify(payload.trim()).slice(1, -1)));
  }
}

// Cells of a CSV text.
function cells(csv) {
  const found = [''];
  let quoted = false;
  for (const letter of csv) {
    if (letter === '"') quoted = !quoted;
    else if (!quoted && (letter === ',' || letter === '\n')) found.push('');
    else found[found.length - 1] += letter;
  }
  return found;
}

function isFormula(cell) {
  return /^[=+\-@\t\r]/.test(cell) && !/^-\d+(\.\d+)?$/.test(cell);
}

function checkTables(name, folder) {
  for (const file of readdirSync(folder).filter((file) => file.endsWith('.csv'))) {
    const formulas = cells(readFileSync(join(folder, file), 'utf8')).filter(isFormula);
    expect(`${name}: ${file} has no formula`, formulas.length === 0, formulas.slice(0, 3));
  }
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
const page = await (await browser.newContext({ viewport: { width: 1400, height: 900 } })).newPage();
let seen = { dialogs: [], requests: [], errors: [] };
page.on('dialog', (dialog) => {
  seen.dialogs.push(dialog.message());
  dialog.dismiss();
});
page.on('request', (request) => seen.requests.push(request.url()));
page.on('console', (message) => seen.errors.push(message.text()));
page.on('pageerror', (error) => seen.errors.push(String(error)));

// How many elements of each kind there are, each with the names of its attributes.
async function shape(file) {
  seen = { dialogs: [], requests: [], errors: [] };
  await page.goto(pathToFileURL(file).href);
  return page.evaluate(() => {
    const count = {};
    for (const element of document.querySelectorAll('*')) {
      const kind = `${element.localName} ${element.getAttributeNames().sort().join(' ')}`;
      count[kind] = (count[kind] ?? 0) + 1;
    }
    return count;
  });
}

function difference(one, other) {
  const kinds = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...kinds].filter((kind) => one[kind] !== other[kind]).map((kind) => `${kind}: ${one[kind] ?? 0} not ${other[kind] ?? 0}`);
}

// The letters of a text as XML can hold them: control characters are blanks.
const shown = (text) => text.replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff]/gu, ' ').replace(/\s+/gu, ' ').trim();

async function checkPage(name, file, expected) {
  const found = await shape(file);
  await page.mouse.move(300, 300);
  await page.mouse.click(400, 200);
  expect(`${name}: no dialog`, seen.dialogs.length === 0, seen.dialogs);
  expect(`${name}: no request`, seen.requests.length === 1, seen.requests.slice(1));
  expect(`${name}: no error`, seen.errors.length === 0, seen.errors);
  expect(`${name}: no element and no attribute more or less`, difference(found, expected).length === 0, difference(found, expected).slice(0, 5));
}

async function checkReport(name, folder, payload, expected) {
  await checkPage(`${name}: the page`, join(folder, 'report.html'), expected);
  const read = await page.evaluate(() => ({
    title: document.title,
    heading: document.querySelector('h1').textContent,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    links: [...document.querySelectorAll('a')].map((link) => link.getAttribute('href')),
    saved: [...document.querySelectorAll('a[download]')].map((link) => link.getAttribute('download')),
    tables: [...document.querySelectorAll('a[download]')].map((link) => decodeURIComponent(link.href.slice(link.href.indexOf(',') + 1))),
  }));
  expect(`${name}: stands there as text`, shown(read.heading) === shown(payload), [read.heading, payload]);
  expect(`${name}: no wider than the window`, read.wide <= 0, `${read.wide} px`);
  const foreign = read.links.filter((link) => !/^(#[a-z-]*|data:text\/csv;charset=utf-8,)/.test(link));
  expect(`${name}: links lead into the page only`, foreign.length === 0, foreign.slice(0, 3));
  expect(`${name}: files have plain names`, read.saved.every((file) => /^[A-Za-z0-9_-]+\.csv$/.test(file)), read.saved.slice(0, 3));
  const formulas = read.tables.flatMap(cells).filter(isFormula);
  expect(`${name}: no formula in a download`, formulas.length === 0, formulas.slice(0, 3));
}

// A folder whose manifest somebody has written anew.
function tamper(folder, text) {
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  for (const key of ['title', 'question', 'scenario', 'scenario_sha256', 'command', 'risk', 'generator']) manifest[key] = text;
  manifest.answer = [text, text];
  writeFileSync(file, JSON.stringify(manifest));
}

async function made(text, folder, file = join(work, 'plain.toml')) {
  writeFileSync(file, scenario(text));
  rmSync(folder, { recursive: true, force: true });
  return run(['run', file, '--no-shards', '--threads', '1', '--out', folder]);
}

const folder = join(work, 'results');
const charts = join(work, 'charts');
const first = await made(HARMLESS, folder);
expect('a harmless scenario runs', first.code === 0, first.said);
const plain = await shape(join(folder, 'report.html'));
tamper(folder, HARMLESS);
await run(['report', folder, '--svg', charts]);
const tampered = await shape(join(folder, 'report.html'));
const files = readdirSync(charts);
expect('charts of their own', files.length > 3 && files.every((file) => file.endsWith('.svg')), files);
const drawn = {};
for (const file of files) drawn[file] = await shape(join(charts, file));

for (const [place, payload] of payloads.entries()) {
  const name = `payload ${place} (${JSON.stringify(payload.slice(0, 30))})`;
  // The name of the file is a text as well, as far as file systems take it.
  const stem = clean(payload).replaceAll('/', '_').slice(0, 60).replace(/[\ud800-\udbff]$/, '');
  const ran = await made(payload, folder, join(work, `${stem}.toml`));
  // Texts with control characters are refused, with the line and a remedy.
  const refused = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/.test(payload);
  checkTerminal(`${name}: run`, ran, [refused ? 65 : 0]);
  if (refused) await made(HARMLESS, folder);
  if (ran.code === 0) {
    await checkReport(name, folder, payload, plain);
    checkTables(name, folder);
    for (const file of ['manifest.json', 'datapackage.json']) JSON.parse(readFileSync(join(folder, file), 'utf8'));
  }

  tamper(folder, payload);
  checkTerminal(`${name}: report`, await run(['report', folder, '--svg', charts]), [0]);
  await checkReport(`${name}, tampered`, folder, refused ? HARMLESS : payload, tampered);
  const lead = await page.textContent('.lead');
  expect(`${name}, tampered: the answer is text`, shown(lead) === shown(payload), lead);
  for (const file of files) await checkPage(`${name}: ${file}`, join(charts, file), drawn[file]);
  await checkNames(payload, place);
  await checkTable(payload, place);
}
await browser.close();
rmSync(work, { recursive: true, force: true });
expect('at least sixty payloads', payloads.length >= 60, `${payloads.length}`);
for (const failure of failures.slice(0, 60)) console.log(`FAILED ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
