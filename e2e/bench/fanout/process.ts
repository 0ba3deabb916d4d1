import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/** The cores of servers and of their clients. */
export const cores = { server: 0, client: 1 } as const

/** Pins all threads of a process to one core, where there are several. */
export function pin(pid: number, core: number): void {
  if (availableParallelism() < 2) return
  const { status, stderr } = spawnSync('taskset', ['-a', '-c', '-p', String(core), String(pid)])
  if (status !== 0) throw new Error(`process ${pid} cannot be pinned: ${stderr?.toString()}`)
}

/** Returns the processor time of all living threads of a process, microseconds. */
export function cpuUs(pid: number): number {
  const nanoseconds = readdirSync(`/proc/${pid}/task`).map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  )
  return nanoseconds.reduce((sum, ns) => sum + ns, 0) / 1000
}

/** Returns the resident memory of a process, KiB. */
export function residentKib(pid: number): number {
  return numberIn(readFileSync(`/proc/${pid}/status`, 'utf8'), /VmRSS:\s+(\d+)/)
}

/** Returns the kernel memory of all TCP sockets of this machine, KiB. */
export function kernelKib(): number {
  const pages = numberIn(readFileSync('/proc/net/sockstat', 'utf8'), /TCP:.* mem (\d+)/)
  return pages * 4
}

/** Returns the maximum number of open files of our processes, after raising the limit. */
export function maxFiles(): number {
  return numberIn(readFileSync('/proc/self/limits', 'utf8'), /Max open files\s+\S+\s+(\d+)/)
}

/** Returns those of these local ports that have an established connection. */
export function establishedPorts(ports: readonly number[]): readonly number[] {
  const rows = readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1)
  const established = new Set(
    rows.flatMap((row) => {
      const [, local, , state] = row.trim().split(/\s+/)
      return state === '01' ? [Number.parseInt(local?.split(':')[1] ?? '', 16)] : []
    }),
  )
  return ports.filter((port) => established.has(port))
}

function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1]
  if (found === undefined) throw new Error(`${pattern.source} is not in ${text}`)
  return Number(found)
}
