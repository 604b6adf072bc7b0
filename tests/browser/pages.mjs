// SPDX-License-Identifier: GPL-3.0-or-later
// pages.mjs TOOLS CHROMIUM FOLDER HTTP [SHOTS]: looks at the pages in FOLDER with headless Chromium, from the disk and behind a web server
// (HTTP, its address) as people do. Prints a line a check: "name<TAB>" and what is wrong, nothing where all is well. TOOLS holds
// playwright-core and axe-core; SHOTS, a folder, gets a picture of every page at both widths, light and dark, and of its print.
import { readFileSync, readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [tools, program, folder, http, shots] = process.argv.slice(2);
const { chromium } = await import(pathToFileURL(`${tools}/playwright-core/index.mjs`));
const axe = readFileSync(`${tools}/axe-core/axe.min.js`, 'utf8');
const disk = pathToFileURL(folder).href;
const first = (inside) => `site/qd357/${inside}/${readdirSync(`${folder}/site/qd357/${inside}`).sort()[0]}`;
// one that is read, what is closed, and all that foreign markup came with
const records = readdirSync(`${folder}/site/qd357/record`).map((name) => `site/qd357/record/${name}`)
  .filter((page) => page.endsWith('/1.html') || /hit=1|Nội dung không được hiển thị/.test(readFileSync(`${folder}/${page}`, 'utf8')));
const pages = ['site/index.html', ...['index', 'agencies', 'indicators', 'sections', 'documents', 'search'].map((name) => `site/qd357/${name}.html`), first('agency'),
  'site/qd357/agency/STC.html', 'site/qd357/section/II.2.1.a.html', 'site/qd357/indicator/tuyen-truyen.buoi.html', ...records, 'digest.html', 'consolidated.html'];
const browser = await chromium.launch({ executablePath: program });
const problems = {};
const say = (check, page, what) => (problems[check] ??= []).push(`${page}: ${what}`);
for (const check of ['quiet', 'width', 'accessible', 'without a script', 'print', 'hostile', 'walk', 'search', 'web server']) problems[check] = [];

// A tab whose console, errors and requests are watched: nothing may come from elsewhere, and a breach of the policy is an error on the console.
async function open(base, options) {
  const context = await browser.newContext({ ...options, offline: base === disk });
  context.setDefaultTimeout(60000);
  const tab = await context.newPage();
  const where = () => tab.url().replace(/.*\/(?=[^/]+\/[^/]+$)/, '');
  tab.on('console', (message) => ['error', 'warning'].includes(message.type()) && say('quiet', where(), message.text()));
  tab.on('pageerror', (error) => say('quiet', where(), error.message));
  tab.on('dialog', (dialog) => { say('hostile', where(), 'a dialog'); dialog.dismiss(); });
  tab.on('request', (request) => request.url().startsWith(base) || request.url().startsWith('data:') || request.url().endsWith('/favicon.ico') || say('quiet', where(), `asks for ${request.url()}`));
  return tab;
}

// What no media query, script or browser may hide. A head of a column that cards repeat in every row is no loss.
const hidden = () => {
  const lost = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || (!matchMedia('print').matches && parent.closest('details:not([open])')) || parent.closest('script, noscript, style, thead, nav, progress, title')) continue;
    if (!parent.checkVisibility() || !parent.getClientRects().length) lost.push(walker.currentNode.data.slice(0, 40));
  }
  return lost;
};

// The levels of a consolidated report's heads are the outline's own.
const judge = ([page, runOnly]) => axe.run(document, { resultTypes: ['violations'], runOnly })
  .then((result) => result.violations.filter((v) => v.id !== 'heading-order' || page !== 'consolidated.html').map((v) => `${v.impact} ${v.id} ${v.nodes.length}x ${v.nodes[0].html.slice(0, 120)} ${v.nodes[0].failureSummary.replace(/\s+/g, ' ').slice(0, 160)}`));

// The markup is the same at every width: all rules once, then the colours.
const looks = [{ width: 1280, colorScheme: 'light', rules: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'] }, { width: 390, colorScheme: 'dark' }];
if (shots) looks.push({ width: 1280, colorScheme: 'dark' }, { width: 390, colorScheme: 'light' });
for (const { width, colorScheme, rules = { type: 'rule', values: ['color-contrast'] } } of looks) {
  const tab = await open(disk, { viewport: { width, height: 900 }, colorScheme });
  for (const page of pages) {
    await tab.goto(`${disk}/${page}`);
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) say('width', page, `${wide} px too wide at ${width}`);
    for (const lost of await tab.evaluate(hidden)) say('width', page, `hidden at ${width}: ${lost}`);
    await tab.evaluate(axe);
    for (const wrong of await tab.evaluate(judge, [page, rules])) say('accessible', page, `${colorScheme} ${width}: ${wrong}`);
    if (await tab.evaluate(() => 'hit' in globalThis || !!document.querySelector('a[href^="javascript:" i], iframe, object, embed, [onclick], [onerror]'))) say('hostile', page, 'foreign markup');
    if (await tab.evaluate(() => /[\u202a-\u202e\u2066-\u2069]/.test(document.documentElement.textContent))) say('hostile', page, 'turns the direction of text');
    if (shots) await tab.screenshot({ path: `${shots}/${page.replace(/\W+/g, '-')}-${width}-${colorScheme}.png`, fullPage: true });
  }
  await tab.context().close();
}

const tab = await open(disk, { viewport: { width: 794, height: 1123 }, colorScheme: 'dark' });
await tab.emulateMedia({ media: 'print' });
for (const page of pages) {
  await tab.goto(`${disk}/${page}`);
  for (const lost of await tab.evaluate(hidden)) say('print', page, `hidden: ${lost}`);
  if (await tab.evaluate(() => getComputedStyle(document.body).color !== 'rgb(0, 0, 0)')) say('print', page, 'not black on white');
  if (shots) await tab.pdf({ path: `${shots}/${page.replace(/\W+/g, '-')}.pdf`, format: 'A4' });
}
await tab.context().close();

const seen = [];
const plain = await open(disk, { javaScriptEnabled: false });
for (const page of pages) {
  await plain.goto(`${disk}/${page}`);
  const text = await plain.locator('body').innerText();
  seen.push(text);
  if (text.length < 50) say('without a script', page, 'empty');
  if (page.endsWith('search.html') && !text.includes('không chạy mã lệnh')) say('without a script', page, 'does not say what to do');
}

for (const words of ['<script>hit=1</script>', '<img src=x onerror=hit=1>'])
  if (!seen.some((text) => text.includes(words))) say('hostile', words, 'is not shown as text');

// From a total to the agency, and to the sentence, and to the part of the kept original, by nothing but links.
async function walk(tab, base, check) {
  const step = (name, is) => is || say(check, tab.url(), name);
  await tab.goto(`${base}/site/index.html`);
  await tab.click('main a >> nth=0');
  await tab.click('nav a[href="indicators.html"]');
  const row = tab.locator('tr', { has: tab.locator('a[href$="tuyen-truyen.buoi.html"]') });
  const total = (await row.locator('b').innerText()).trim();
  await row.locator('a').click();
  const main = tab.locator('main'), evidence = tab.locator('tbody tr').first();
  step('the total stands on the indicator\'s page', (await main.innerText()).includes(total));
  const value = (await evidence.locator('b').innerText()).trim(), agency = await evidence.locator('a').first().innerText();
  await evidence.locator('a').first().click();
  step('the agency has the value', (await main.innerText()).includes(value) && (await tab.locator('h1').innerText()) === agency);
  await tab.goBack();
  await evidence.locator('a').nth(1).click();
  step('the sentence is marked', await tab.locator(':target mark', { hasText: value }).first().isVisible());
  await tab.goBack();
  await evidence.locator('a').last().click();
  step('the kept original is named', /tonghop show \d+ --part .* --save/.test(await main.innerText()) && (await tab.locator(':target').innerText()) === 'Thư gốc');
}
await walk(plain, disk, 'walk');
await walk(await open(http, {}), http, 'web server');

// The same found with diacritics and without, from the disk and behind a server.
for (const base of [disk, http]) {
  const tab = await open(base, { viewport: { width: 390, height: 800 } }), found = [];
  await tab.goto(`${base}/site/qd357/search.html`);
  for (const words of ['sở tài chính', 'so tai chinh', 'ĐỀ NGHỊ', 'de nghi', 'đề  nghị', 'không có chữ này đâu']) {
    await tab.fill('#q', words);
    found.push(await tab.locator('#results li').count());
  }
  if (!found[0] || found[0] !== found[1] || !found[2] || found[2] !== found[3] || found[3] !== found[4] || found[5]) say('search', base, `found ${found}`);
  await tab.fill('#q', 'so tai chinh');
  await tab.click('#results a >> nth=0');
  if (!(await tab.locator('main').innerText()).includes('Sở Tài chính')) say('search', tab.url(), 'does not lead to the agency');
}
await browser.close();
for (const [check, wrong] of Object.entries(problems)) console.log(`${check}\t${wrong.join(' | ')}`);
