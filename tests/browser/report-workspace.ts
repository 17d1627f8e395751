import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { basin } from '../cli/run-basin.js';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

/** A text that would run, were it ever taken for markup. */
export const hostile = '"><script>document.title="run"</script><img src=x onerror=alert(1)>';

/** A report that a user's run has left on disk. */
export interface ReportOnDisk {
  readonly url: string;
  remove(): void;
}

/** Runs an example of draws as it is. */
export async function runDraws(name: string): Promise<ReportOnDisk> {
  const folder = mkdtempSync(join(tmpdir(), 'basin-browser-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  cpSync(join(examples, `${name}.yaml`), join(folder, `${name}.yaml`));
  const { code, stderr } = await basin(['run', `${name}.yaml`], { folder });
  if (code !== 0) {
    remove();
    throw new Error(`the run ended with ${code}: ${stderr}`);
  }
  return { url: pathToFileURL(join(folder, `results/${name}/report.html`)).href, remove };
}

/** Runs the example workflow, made short, with hostile texts where a user's file and data could hold them. */
export async function runExample(): Promise<ReportOnDisk> {
  const folder = mkdtempSync(join(tmpdir(), 'basin-browser-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  cpSync(join(examples, 'celecoxib-analogues.yaml'), join(folder, 'celecoxib-analogues.yaml'));
  cpSync(join(examples, 'data'), join(folder, 'data'), { recursive: true });
  appendFileSync(join(folder, 'data/approved-drugs.smi'), `C(C)(C)(C)(C)C ${hostile}\n`);
  const settings = {
    title: JSON.stringify(`Celecoxib ${hostile}`),
    'steps.analogues.sampler.genetic.generations': '8',
    'steps.analogues.count': '60',
    'steps.diverse.diverse.count': '6',
  };
  const flags = Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  const { code, stderr } = await basin(['run', 'celecoxib-analogues.yaml', '--workers', '1', ...flags], { folder });
  if (code !== 0) {
    remove();
    throw new Error(`the run ended with ${code}: ${stderr}`);
  }
  return { url: pathToFileURL(join(folder, 'results/celecoxib-analogues/report.html')).href, remove };
}
