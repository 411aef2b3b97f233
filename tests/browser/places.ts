// Where things stand on disk; written for the Node.js that Debian 12 ships, which has no import.meta.dirname yet.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** This folder. */
export const here = fileURLToPath(new URL('.', import.meta.url));

/** How every page looked when it was last recorded: a digest a picture. */
export const recorded = join(here, 'pictures.txt');

/** The pictures of this run. */
export const taken = join(here, 'results', 'pictures');

/** The files of the typeface that the build puts into the product. */
export const typeface = join(here, '../../static/node_modules/@fontsource-variable/inter/files');
