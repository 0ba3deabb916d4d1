import { totalmem } from 'node:os'

/** Returns the maximal memory of this process, bytes: that of the machine, or of a container. */
export function machineMemory(): number {
  const limit = process.constrainedMemory() // 0 if there is none, or a number beyond all machines
  return Math.min(totalmem(), limit > 0 ? limit : Infinity)
}
