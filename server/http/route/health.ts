import type { Route } from '../route.ts'

/** `/livez`, `/readyz` and `/metrics`. */
export function healthRoutes(
  ready: () => boolean,
  metrics: () => Promise<string>,
): readonly Route[] {
  return [
    { method: 'GET', path: '/livez', access: 'public', handle: (c) => c.json({ status: 'ok' }) },
    {
      method: 'GET',
      path: '/readyz',
      access: 'public',
      handle: (c) =>
        ready()
          ? c.json({ status: 'ok' })
          : c.json({ status: 'stopping' }, 503, { 'retry-after': '5' }),
    },
    {
      method: 'GET',
      path: '/metrics',
      access: 'reader',
      handle: async (c) =>
        c.text(await metrics(), 200, { 'content-type': 'text/plain; version=0.0.4' }),
    },
  ]
}
