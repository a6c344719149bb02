// Reads EDTF texts, one a line, and answers for each `start end` (days) as the
// npm package edtf has it, or `error`.
import edtf from 'edtf';
import { createInterface } from 'node:readline';

const day = (ms) => new Date(ms).toISOString().slice(0, 10);

for await (const line of createInterface({ input: process.stdin })) {
  try {
    const date = edtf(line);
    console.log(Number.isFinite(date.min) && Number.isFinite(date.max) ? `${day(date.min)} ${day(date.max)}` : 'error');
  } catch {
    console.log('error');
  }
}
