/** The last step of the build: writes down what the commands say of themselves, so that starting need not load them. */
import { writeFile } from 'node:fs/promises';
import { describeCommands } from '../dist/terminal/oclif-program.js';

const root = new URL('../dist/', import.meta.url);
const manifest = await describeCommands(root);
await writeFile(new URL('oclif.manifest.json', root), `${JSON.stringify(manifest, undefined, 1)}\n`);
