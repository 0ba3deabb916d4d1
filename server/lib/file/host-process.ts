import { uptime } from 'node:os'
import { join } from 'node:path'
import { codeOf } from './error-code.ts'
import { readIfThere } from './atomic-file.ts'

/** The identity of a process, different from that of a later one with the same number. */
export interface LockHolder {
  readonly pid: number
  /** The start time: ticks since boot if `/proc` has it, else epoch milliseconds. */
  readonly startedAt: number
  /** The boot of the machine in which it runs. */
  readonly boot: string
}

/**
 * The machine and its processes, to check files that outlive a process: the same boot, and alive.
 */
export interface HostProcesses {
  /** The id of the time between two starts of the machine: the memory of an earlier one is lost. */
  readonly boot: string
  readonly self: LockHolder
  readonly sameBoot: (boot: string) => boolean
  readonly lives: (holder: LockHolder) => boolean
}

// Without /proc both times are found by subtraction, from clocks that may be adjusted.
const toleranceMs = 10_000

/** Reads this machine and process, from Linux' `/proc`, or by estimate if there is none. */
export function readHostProcesses(proc = '/proc'): HostProcesses {
  const bootId = readIfThere(join(proc, 'sys/kernel/random/boot_id'))?.trim()
  return bootId === undefined ? estimatedMachine() : linuxMachine(proc, bootId)
}

function linuxMachine(proc: string, boot: string): HostProcesses {
  const startOf = (pid: number): number | undefined => {
    const stat = readIfThere(join(proc, String(pid), 'stat'))
    // Fields 3 and 22 of proc(5), counted behind the program's name, which may contain spaces and
    // parentheses. A zombie has ended; only its parent has not read its status yet.
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, started] = [fields?.[0], fields?.[19]]
    return started === undefined || state === 'Z' ? undefined : Number(started)
  }
  return {
    boot,
    self: { pid: process.pid, startedAt: startOf(process.pid) ?? 0, boot },
    sameBoot: (other) => other === boot,
    lives: (holder) => holder.boot === boot && startOf(holder.pid) === holder.startedAt,
  }
}

function estimatedMachine(): HostProcesses {
  const bootedAt = Math.round(Date.now() - uptime() * 1000)
  const startedAt = Math.round(Date.now() - process.uptime() * 1000)
  const self = { pid: process.pid, startedAt, boot: String(bootedAt) }
  const sameBoot = (boot: string): boolean => Math.abs(Number(boot) - bootedAt) < toleranceMs
  const isSelf = (holder: LockHolder): boolean =>
    Math.abs(holder.startedAt - startedAt) < toleranceMs
  return {
    boot: self.boot,
    self,
    sameBoot,
    lives: (holder) =>
      sameBoot(holder.boot) && (holder.pid === self.pid ? isSelf(holder) : answers(holder.pid)),
  }
}

function answers(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (cause) {
    return codeOf(cause) === 'EPERM' // it is alive, but belongs to another user
  }
}
