import { expect, test, vi } from 'vitest'
import { meNamed, serveApi } from '../../../element/base/api.fake.ts'
import { rendered, useFakePage } from '../../../element/base/page.fake.ts'
import { AuditApp } from './audit-app.ts'

useFakePage()

const entry = {
  id: 9,
  at: 0,
  actor: 'a1',
  name: 'Ada',
  address: '127.0.0.1',
  action: 'PATCH /api/accounts/:account',
  target: { account: 'a2' },
  before: { role: 'viewer' },
  after: { role: '<b>host</b>' },
}

async function open(entries: readonly object[], more: object = {}): Promise<ShadowRoot> {
  serveApi({
    'GET /api/me': meNamed('小波'),
    'GET /api/audit?limit=50': { entries, ...more },
    'GET /api/audit?limit=50&before=9': { entries: [{ ...entry, id: 8, actor: 'token:t1' }] },
  })
  history.replaceState(undefined, '', '/audit?lang=zh-CN')
  const app = new AuditApp()
  document.body.append(app)
  await rendered(app)
  await vi.waitFor(() => expect(app.shadowRoot!.querySelector('ol + *, li, .quiet')).not.toBeNull())
  return app.shadowRoot!
}

test('an entry says who changed what, from where, before and after', async () => {
  const root = await open([entry])
  const text = root.querySelector('li')!.textContent.replaceAll(/\s+/g, ' ')
  expect(text).toContain('Ada')
  expect(text).toContain('PATCH /api/accounts/a2')
  expect(text).toContain('127.0.0.1')
  expect([...root.querySelectorAll('pre')].map((one) => one.textContent)).toEqual([
    '{\n  "role": "viewer"\n}',
    '{\n  "role": "<b>host</b>"\n}',
  ])
})

test('older entries are loaded on demand; a token has its id', async () => {
  const root = await open([entry], { next: 9 })
  root.querySelector<HTMLButtonElement>('main > button')!.click()
  await vi.waitFor(() => expect(root.querySelectorAll('li')).toHaveLength(2))
  expect(root.querySelectorAll('li b')[1]!.textContent).toBe('令牌 t1')
})

test('an empty log says so', async () => {
  const root = await open([])
  await vi.waitFor(() =>
    expect(root.querySelector('main > .quiet')!.textContent).toContain('还没有'),
  )
})
