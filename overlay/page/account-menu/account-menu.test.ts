import { afterEach, expect, test, vi } from 'vitest'
import { AccountMenu } from './account-menu.ts'

afterEach(() => {
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

async function show(me: object) {
  const answer = vi.fn<typeof fetch>(async (path) =>
    path === `${location.origin}/api/me` ? Response.json(me) : new Response(null, { status: 503 }),
  )
  vi.stubGlobal('fetch', answer)
  const menu = new AccountMenu()
  document.body.append(menu)
  await vi.waitFor(() => expect(answer).toHaveResolved())
  await menu.updateComplete
  return { menu, answer, button: () => menu.shadowRoot!.querySelector('button') }
}

test('whoever is logged in sees the name of the account, and logs out with one click', async () => {
  const { menu, answer, button } = await show({ account: { name: 'Ada', role: 'host' } })
  await vi.waitFor(() => expect(menu.shadowRoot!.textContent).toContain('Ada'))
  button()!.click()
  expect(answer).toHaveBeenLastCalledWith(
    '/api/logout',
    expect.objectContaining({ method: 'POST' }),
  )
})

test.each([
  ['viewer', ['我的账号']],
  ['host', ['', '', '我的账号']],
  ['admin', ['', '', '', '', '', '', '我的账号']],
  ['analyst', ['', '', '我的账号']],
])('the menu of the role %s has the pages %j', async (role, titles) => {
  const { menu } = await show({ account: { name: 'Ada', role } })
  menu.lang = 'zh-CN'
  await vi.waitFor(() =>
    expect([...menu.shadowRoot!.querySelectorAll('a')].map(({ title }) => title)).toEqual(titles),
  )
})

test('whoever is not logged in sees nothing', async () => {
  const { button } = await show({ registration: 'closed', guests: false })
  expect(button()).toBeNull()
})
