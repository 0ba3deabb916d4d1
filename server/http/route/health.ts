import type { Route } from '../route.ts'

/** `/livez`, `/readyz` (with what is wrong, in words) and `/metrics`. */
export function healthRoutes(
  trouble: () => Promise<readonly string[]>,
  metrics: () => Promise<string>,
): readonly Route[] {
  return [
    { method: 'GET', path: '/livez', access: 'public', handle: (c) => c.json({ status: 'ok' }) },
    {
      method: 'GET',
      path: '/readyz',
      access: 'public',
      handle: async (c) => {
        const wrong = await trouble()
        if (wrong.length === 0) return c.json({ status: 'ok' })
        return c.json({ status: 'not ready', trouble: wrong }, 503, { 'retry-after': '5' })
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      access: 'local',
      handle: async (c) =>
        c.text(await metrics(), 200, { 'content-type': 'text/plain; version=0.0.4' }),
    },
  ]
}
