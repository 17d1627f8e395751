import { installedPlugins } from '../plugins/installed-plugins.js';
import { availableExtensions, programFolder } from './available-extensions.js';
import type { DoctorCheck } from './doctor-check.js';
import { checkEngines } from './doctor-engines.js';
import { checkFolder, checkLock } from './doctor-folder.js';
import { checkMachine, checkNode } from './doctor-machine.js';
import { checkPlugins } from './doctor-plugins.js';
import { checkSpaces } from './doctor-spaces.js';

/** Looks at everything, from `folder`. */
export async function examine(folder: string): Promise<DoctorCheck[]> {
  const [installed, available] = await Promise.all([
    installedPlugins([folder, programFolder]),
    availableExtensions([], folder),
  ]);
  return [
    checkNode(process.versions.node),
    ...checkMachine(),
    await checkFolder(folder),
    await checkLock(folder),
    ...checkPlugins(installed, available),
    ...(await checkSpaces(available.registry)),
    ...(await checkEngines(available.registry)),
  ];
}
