import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

// Works for 0.3 s of processor time, and prints how many times as long that took.
const work = `
  const cpuMs = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1_000 }
  while (cpuMs() < 300);
  console.log(performance.now() / cpuMs())`

/** Returns how many times as long as alone a process takes on this machine now; at least 1. */
export async function slowness(): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', work])
  return Math.max(1, Number(stdout))
}

/**
 * Returns the time that what just took `tookMs` takes on a quiet machine, milliseconds.
 *
 * @param before - the slowness before it, if that is known: other work comes and goes.
 */
export async function quietMs(tookMs: number, before = 1): Promise<number> {
  return tookMs / Math.max(before, await slowness())
}
