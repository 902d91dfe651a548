// What a PDF says and looks like, by poppler's tools.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function withFile(bytes, work) {
  const folder = mkdtempSync(join(tmpdir(), 'mado-pdf-'));
  try {
    const file = join(folder, 'document.pdf');
    writeFileSync(file, bytes);
    return work(file, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Poppler reports what it does not understand on standard error; what it draws and reads is judged instead. */
const QUIET = { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 * 1024 * 1024 };

/** The text, code point by code point as the file says it. */
export function text(bytes) {
  return withFile(bytes, (file) => execFileSync('pdftotext', ['-enc', 'UTF-8', '-layout', file, '-'], { ...QUIET, encoding: 'utf8' }));
}

/** How many pages there are. */
export function pages(bytes) {
  return Number(/^Pages:\s+(\d+)/m.exec(information(bytes))[1]);
}

/** The size of one page (from 1) in pixels at so many dots per inch. */
export function size(bytes, page, dotsPerInch) {
  const [, width, height] = /size:\s+([\d.]+) x ([\d.]+) pts/.exec(information(bytes, page)).map(Number);
  return { width: Math.round((width * dotsPerInch) / 72), height: Math.round((height * dotsPerInch) / 72) };
}

function information(bytes, page = 1) {
  const which = ['-f', String(page), '-l', String(page)];
  return withFile(bytes, (file) => execFileSync('pdfinfo', [...which, file], { ...QUIET, encoding: 'utf8' }));
}

/** One page (from 1) as a PNG of the given size in pixels. */
export function picture(bytes, page, { width, height }) {
  return withFile(bytes, (file, folder) => {
    const size = ['-scale-to-x', String(width), '-scale-to-y', String(height)];
    execFileSync('pdftocairo', ['-png', '-f', String(page), '-l', String(page), ...size, file, join(folder, 'page')], QUIET);
    return readFileSync(join(folder, readdirSync(folder).find((name) => name.endsWith('.png'))));
  });
}
