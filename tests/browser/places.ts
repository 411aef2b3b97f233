// Where things stand on disk; written for the Node.js that Debian 12 ships, which has no import.meta.dirname yet.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** This folder. */
export const here = fileURLToPath(new URL('.', import.meta.url));

/** The stored pictures, one folder per version of Chromium. */
export const screenshots = join(here, 'screenshots');
