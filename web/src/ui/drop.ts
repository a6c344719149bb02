// Files that are dropped anywhere on the page.

import { h } from './dom';

/** Tells of each file that is dropped, and says meanwhile what dropping it does. */
export function hearDrops(words: string, onFile: (file: File) => void): void {
  const cover = h('div', { class: 'drop-cover', 'aria-hidden': 'true', hidden: true }, words);
  document.body.append(cover);
  let depth = 0; // how many elements the file is over, each in the other
  const show = (by: number) => {
    depth = Math.max(0, depth + by);
    cover.hidden = depth === 0;
  };
  const heard = (name: 'dragenter' | 'dragleave' | 'dragover' | 'drop', hear: Hear) =>
    document.addEventListener(name, (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      hear(event.dataTransfer);
    });
  heard('dragenter', () => show(1));
  heard('dragleave', () => show(-1));
  heard('dragover', () => undefined);
  heard('drop', ({ files }) => {
    show(-depth);
    const [file] = files;
    if (file) onFile(file);
  });
}

type Hear = (data: DataTransfer) => void;
