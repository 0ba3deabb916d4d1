/** The runtime's WebSocket; Node before 22 has none, and takes that of `ws`. */
export const WebSocket = globalThis.WebSocket ?? (await import('ws')).WebSocket
