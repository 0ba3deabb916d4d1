import type { Connection } from './connection.ts'

/** Returns the connection of a remote client for tests; it ends when `end` is called. */
export function createFakeConnection(
  fields: Partial<Connection> = {},
): Connection & { readonly end: () => void } {
  const calls: (() => void)[] = []
  let streaming = false
  const end = (): void => {
    for (const call of calls.splice(0)) call()
  }
  return {
    address: '203.0.113.9',
    secure: false,
    local: false,
    onEnd: (call) => void calls.push(call),
    cut: end,
    isStreaming: () => streaming,
    startStream: () => {
      streaming = true
      return () => (streaming = false)
    },
    end,
    ...fields,
  }
}
