// Opens reports in a real browser and checks what only a browser can say: nothing is asked of the network, no error, no
// violation of accessibility in the light or the dark, chips and tips work, nothing overflows, the numbers under every chart
// are those of the CSV beside it, and those are in the results folder; printed, the first page answers by itself and nothing is cut.
//
//   node check.mjs RESULTS...        every argument is a results folder with a report.html
//   CHROMIUM=/path/to/chromium       another browser than /usr/bin/chromium
import { chromium } from 'playwright-core';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folders = process.argv.slice(2).map((folder) => resolve(folder));
const MOST_BYTES = 450_000;
let passed = 0;
const failures = [];

function expect(what, holds, detail = '') {
  if (holds) passed += 1;
  else failures.push(`${what}${detail === '' ? '' : `: ${typeof detail === 'string' ? detail : JSON.stringify(detail)}`}`);
}

if (folders.length === 0) {
  console.error('usage: node check.mjs RESULTS...');
  process.exit(2);
}
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
for (const folder of folders) await checkFolder(folder);
await browser.close();
for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);

async function checkFolder(folder) {
  const file = join(folder, 'report.html');
  const address = pathToFileURL(file).href;
  const bytes = statSync(file).size;
  expect(`${folder}: at most ${MOST_BYTES} bytes`, bytes <= MOST_BYTES, `${bytes}`);
  await checkView(folder, address, 768, 'light');
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1400, 390]) await checkView(folder, address, width, colorScheme);
  }
  await checkWithoutScript(folder, address);
  await checkPrint(folder, address);
}

async function opened(address, width, colorScheme, javaScriptEnabled = true) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, javaScriptEnabled, bypassCSP: false });
  const page = await context.newPage();
  const seen = { requests: [], errors: [] };
  page.on('request', (request) => seen.requests.push(request.url()));
  page.on('console', (message) => seen.errors.push(message.text()));
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  await page.goto(address);
  return { context, page, seen };
}

async function checkView(folder, address, width, colorScheme) {
  const name = `${folder} at ${width} px, ${colorScheme}`;
  const { context, page, seen } = await opened(address, width, colorScheme);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(`${name}: nothing is wider than the window`, overflow <= 0, `${overflow} px`);
  expect(`${name}: no text leaves its drawing`, ...(await textOutside(page)));
  expect(`${name}: no text lies upon another`, ...(await textUponText(page)));
  if (width === 1400) {
    await checkChips(name, page);
    await checkTips(name, page);
    if (colorScheme === 'light') await checkNumbers(folder, name, page);
    else await checkDownloads(name, page);
  }
  expect(`${name}: no request`, seen.requests.length === 1, seen.requests.slice(1));
  expect(`${name}: no error`, seen.errors.length === 0, seen.errors);
  await context.close();
  if (width !== 768) await checkAccess(name, address, width, colorScheme);
}

// axe is put into the page past its content security policy, so it gets a page of its own.
async function checkAccess(name, address, width, colorScheme) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
  const page = await context.newPage();
  await page.goto(address);
  await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  const told = violations.map((one) => `${one.id} (${one.nodes.length}): ${one.nodes[0].html.slice(0, 160)}`);
  expect(`${name}: axe finds no violation`, violations.length === 0, told);
  await context.close();
}

// Labels that a reader would see cut off: text beyond the edge of its drawing, as this browser's font lays it out.
async function textOutside(page) {
  const outside = await page.evaluate(() => {
    const found = [];
    for (const svg of document.querySelectorAll('svg')) {
      const frame = svg.getBoundingClientRect();
      if (frame.width === 0) continue;
      const card = svg.closest('figure, article').getBoundingClientRect();
      for (const text of svg.querySelectorAll('text')) {
        const box = text.getBoundingClientRect();
        const out = Math.max(card.left - box.left, box.right - card.right, frame.top - box.top, box.bottom - frame.bottom) - 3;
        if (out > 0) found.push(`${svg.closest('[id]').id}: ${text.textContent} by ${out.toFixed(1)} px`);
      }
    }
    return found;
  });
  return [outside.length === 0, outside.slice(0, 8)];
}

// Labels that a reader could not tell apart, as this browser's font lays them out. Slanted ones have no box to speak of.
async function textUponText(page) {
  const upon = await page.evaluate(() => {
    const found = [];
    for (const svg of document.querySelectorAll('svg')) {
      if (svg.getBoundingClientRect().width === 0) continue;
      const texts = [...svg.querySelectorAll('text:not([transform])')].filter((text) => text.textContent.trim() !== '');
      const boxes = texts.map((text) => text.getBoundingClientRect());
      for (let one = 0; one < boxes.length; one += 1) {
        for (let other = one + 1; other < boxes.length; other += 1) {
          const [a, b] = [boxes[one], boxes[other]];
          const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
          const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
          // Boxes are taller than letters.
          if (across > 2 && down > 0.45 * Math.min(a.height, b.height)) {
            found.push(`${svg.closest('[id]').id}: ${texts[one].textContent} / ${texts[other].textContent}`);
          }
        }
      }
    }
    return found;
  });
  return [upon.length === 0, upon.slice(0, 8)];
}

async function checkChips(name, page) {
  const chips = await page.locator('.chip input').count();
  for (let chip = 0; chip < Math.min(chips, 3); chip += 1) {
    const shown = () =>
      page.evaluate((place) => {
        const marks = [...document.querySelectorAll(`.s${place}`)].filter((mark) => !mark.closest('details:not([open])'));
        return marks.filter((mark) => mark.getBoundingClientRect().width + mark.getBoundingClientRect().height > 0).length;
      }, chip);
    const before = await shown();
    await page.locator(`#chip${chip}`).focus();
    await page.keyboard.press('Space');
    const without = await shown();
    const others = await page.evaluate((place) => document.querySelectorAll(`article:not(.s${place})`).length, chip);
    const cards = await page.locator('article:visible').count();
    await page.keyboard.press('Space');
    expect(`${name}: chip ${chip} hides its structure in all charts`, before > 5 && without === 0, `${before} marks, then ${without}`);
    expect(`${name}: chip ${chip} hides no other structure`, cards === others, `${cards} cards of ${others}`);
    expect(`${name}: chip ${chip} shows it again`, (await shown()) === before);
  }
}

async function checkTips(name, page) {
  const mark = page.locator('#answer figure .wide g[data-t] rect').nth(2);
  await mark.scrollIntoViewIfNeeded();
  await mark.hover();
  const tip = page.locator('#tip');
  expect(`${name}: a tip is shown`, await tip.isVisible());
  expect(`${name}: the tip says week and numbers`, /^Week [\d,]+\n.+: [+−]?[\d.,]+/.test((await tip.textContent()) ?? ''), await tip.textContent());
  await page.keyboard.press('Escape');
  expect(`${name}: Escape closes the tip`, !(await tip.isVisible()));
}

async function checkNumbers(folder, name, page) {
  const known = cellsOf(folder);
  // Customers and contacts are shown of the whole firm; files count those who were simulated.
  const { represents } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const figures = await page.evaluate(() =>
    [...document.querySelectorAll('figure')].map((figure) => ({
      id: figure.id,
      shown: [...figure.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent)),
      link: figure.querySelector('a[download]').href,
    })),
  );
  for (const { id, shown, link } of figures) {
    const csv = decodeURIComponent(link.slice(link.indexOf(',') + 1));
    const rows = csv.trimEnd().split('\n').slice(1).map(split);
    expect(`${name}: ${id}: as many rows as in the CSV`, rows.length === shown.length, `${shown.length} of ${rows.length}`);
    const foreign = rows.flat().filter((cell) => cell !== '' && isNumber(cell) && !known.has(cell));
    expect(`${name}: ${id}: every number of the CSV is in the results folder`, foreign.length === 0, foreign.slice(0, 5));
    const wrong = rows.flatMap((row, place) => row.filter((cell, column) => isNumber(cell) && !says(shown[place][column], cell, represents)));
    expect(`${name}: ${id}: numbers shown are those of the CSV`, wrong.length === 0, wrong.slice(0, 5));
  }
}

// Whether a shown number is an exact one, rounded, at one of the scales that the page uses.
function says(shown, exact, represents) {
  if (exact === '') return shown === '–';
  const number = Number(shown.replaceAll(',', '').replace('−', '-'));
  const digits = (shown.split('.')[1] ?? '').length;
  const scales = [1, represents, 100].flatMap((scale) => [scale, scale * 1e-3, scale * 1e-6, scale * 1e-9]);
  return scales.some((scale) => Math.abs(Number(exact) * scale - number) <= 0.5000001 * 10 ** -digits);
}

function isNumber(cell) {
  return /^-?\d+(\.\d+)?$/.test(cell);
}

// The cells of a line of CSV.
function split(line) {
  const cells = [''];
  let quoted = false;
  for (const letter of line) {
    if (letter === '"') quoted = !quoted;
    else if (letter === ',' && !quoted) cells.push('');
    else cells[cells.length - 1] += letter;
  }
  return cells;
}

// Every cell of every table of a folder.
function cellsOf(folder) {
  const cells = new Set();
  for (const file of readdirSync(folder).filter((file) => file.endsWith('.csv'))) {
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) for (const cell of line.split(',')) cells.add(cell);
  }
  return cells;
}

// The chart as a file, made by the page: it stands for itself, in light colours, without what a chip hides.
async function checkDownloads(name, page) {
  // A figure that is a table has no chart to save.
  for (const figure of await page.locator('figure:has(svg)').all()) {
    await figure.locator('summary').click();
    const [download] = await Promise.all([page.waitForEvent('download'), figure.locator('a[data-svg]').click()]);
    const text = readFileSync(await download.path(), 'utf8');
    const valid = await page.evaluate((text) => {
      const file = new DOMParser().parseFromString(text, 'image/svg+xml');
      return !file.querySelector('parsererror') && file.documentElement.nodeName === 'svg';
    }, text);
    const id = await figure.getAttribute('id');
    expect(`${name}: ${id}: the SVG is a file of its own`, valid && !text.includes('var(') && text.includes('#1b2430'));
    await figure.locator('summary').click();
  }
}

// The page on paper: the first one answers by itself, none is half empty, no heading stands alone at the foot, nothing is cut.
async function checkPrint(folder, address) {
  const { context, page } = await opened(address, 1200, 'light');
  const titles = await page.evaluate(() =>
    [...document.querySelectorAll('h2, figure h3, .columns h3, #trust h3')].map((one) => one.textContent));
  const first = await page.evaluate(() =>
    [...document.querySelectorAll('header .question, #answer > .lead, #answer h3, #answer .board li')].map((one) => one.textContent));
  const data = new Uint8Array(await page.pdf({ format: 'A4', preferCSSPageSize: true, printBackground: true }));
  await context.close();
  const name = `${folder} on paper`;
  const sheets = await sheetsOf(data);
  const all = plain(sheets.map((sheet) => sheet.text).join(''));
  const lost = titles.filter((title) => title !== 'The answer' && !all.includes(plain(title)));
  expect(`${name}: every heading is there`, lost.length === 0, lost);
  const later = first.filter((text) => !plain(sheets[0].text).includes(plain(text)));
  expect(`${name}: the first page answers by itself`, later.length === 0, later);
  const cut = sheets.flatMap((sheet, place) => (sheet.right > sheet.width + 1 ? [`page ${place + 1}: ${sheet.right.toFixed(0)}`] : []));
  expect(`${name}: nothing leaves the paper`, cut.length === 0, cut);
  const empty = sheets.slice(0, -1).flatMap((sheet, place) => (sheet.foot > 0.5 * sheet.height ? [`page ${place + 1}`] : []));
  expect(`${name}: no page but the last is half empty`, empty.length === 0, empty);
  const stranded = titles.filter((title) => sheets.slice(0, -1).some((sheet) => plain(sheet.text).endsWith(plain(title))));
  expect(`${name}: no heading stands alone at the foot`, stranded.length === 0, stranded);
}

// Of every page its size, its text, how far text goes to the right, and how high the lowest of it stands.
async function sheetsOf(data) {
  const loaded = await getDocument({ data, verbosity: 0 }).promise;
  const sheets = [];
  for (let number = 1; number <= loaded.numPages; number += 1) {
    const sheet = await loaded.getPage(number);
    const [, , width, height] = sheet.view;
    const items = (await sheet.getTextContent()).items.filter((item) => item.str.trim() !== '');
    const right = Math.max(...items.map((item) => item.transform[4] + item.width));
    const lowest = items.reduce((low, item) => (item.transform[5] < low.transform[5] ? item : low));
    sheets.push({ width, height, right, text: items.map((item) => item.str).join(''), foot: lowest.transform[5] });
  }
  return sheets;
}

// Text without spaces and the marks that browsers put in for direction and hyphens.
function plain(text) {
  return text.normalize('NFKC').replace(/[\s\u00ad\u2060-\u206f\u200b-\u200f]/gu, '');
}

async function checkWithoutScript(folder, address) {
  const { context, page, seen } = await opened(address, 1400, 'light', false);
  const name = `${folder} without JavaScript`;
  await page.locator('#retention summary').click();
  expect(`${name}: numbers open`, await page.locator('#retention table').isVisible());
  const chip = page.locator('.chip').first();
  if ((await chip.count()) > 0) {
    await chip.click();
    expect(`${name}: even the chips work`, !(await page.locator('article.s0').isVisible()));
  }
  expect(`${name}: no request`, seen.requests.length === 1, seen.requests.slice(1));
  const tips = await page.locator('svg g[data-t] > title').count();
  expect(`${name}: drawings have tips of their own`, tips > 20, `${tips}`);
  await context.close();
}
