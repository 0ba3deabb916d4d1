import { expect, test, vi } from 'vitest'
import { type FakeApi, meNamed, serveApi } from '../../../element/base/api.fake.ts'
import { rendered, useFakePage } from '../../../element/base/page.fake.ts'
import { AccountsApp } from './accounts-app.ts'

useFakePage()

const made = { createdAt: 0, hasPassword: true }
const ada = { id: 'a1', name: 'Ada', role: 'viewer', ...made }
const link = { code: 'c', path: '/login#invite=c', expiresAt: 0 }
const first = 'GET /api/accounts?limit=100'

const serve = (accounts: readonly object[] = [ada], more: object = {}): FakeApi =>
  serveApi({ 'GET /api/me': meNamed('小波'), [first]: { accounts, ...more } })

async function open(): Promise<ShadowRoot> {
  history.replaceState(undefined, '', '/accounts?lang=zh-CN')
  const app = new AccountsApp()
  document.body.append(app)
  await rendered(app)
  await vi.waitFor(() => expect(app.shadowRoot!.querySelector('li')).not.toBeNull())
  return app.shadowRoot!
}

const texts = (root: ShadowRoot, selector: string): readonly string[] =>
  [...root.querySelectorAll(selector)].map(({ textContent }) => textContent.trim())

const submit = (form: HTMLFormElement): boolean =>
  form.dispatchEvent(new SubmitEvent('submit', { cancelable: true }))

test('a role is changed by choosing another one', async () => {
  const route = 'PATCH /api/accounts/a1'
  const api = serve()
  api.routes[route] = { ...ada, role: 'host' }
  const root = await open()
  const select = root.querySelector<HTMLSelectElement>('li select')!
  select.value = 'host'
  select.dispatchEvent(new Event('change'))
  await vi.waitFor(() => expect(api.sentTo(route)).toEqual([{ role: 'host' }]))
  await vi.waitFor(() => expect(texts(root, '[role=status]')).toEqual(['已保存。']))
})

test('S4-31 an account is disabled and enabled again', async () => {
  const route = 'PATCH /api/accounts/a1'
  const api = serve()
  api.routes[route] = { ...ada, disabledAt: 1 }
  const root = await open()
  root.querySelector<HTMLButtonElement>('[aria-label="停用: Ada"]')!.click()
  await vi.waitFor(() => expect(root.querySelector('[aria-label="启用: Ada"]')).not.toBeNull())
  expect(api.sentTo(route)).toEqual([{ disabled: true }])
})

test('the owner is neither disabled nor given another role', async () => {
  serve([{ ...ada, id: 'owner', role: 'owner' }])
  const root = await open()
  expect(texts(root, 'li button, li select')).toEqual([])
})

test.each([
  ['new', 'POST /api/accounts', { account: ada, link }, { role: 'viewer', name: 'Bob' }],
  ['invite', 'POST /api/invites', link, { role: 'viewer', days: 7 }],
])('the form %s makes a link with %s', async (heading, route, answer, body) => {
  const api = serve()
  api.routes[route] = answer
  const root = await open()
  root.querySelector<HTMLInputElement>('[name=name]')!.value = 'Bob'
  submit(root.querySelector<HTMLFormElement>(`[aria-labelledby=${heading}] form`)!)
  await vi.waitFor(() =>
    expect(root.querySelector<HTMLInputElement>('input[readonly]')?.value).toContain(link.path),
  )
  expect(api.sentTo(route)).toEqual([body])
})

test('older accounts are loaded on demand, and a refusal is shown', async () => {
  const api = serve([ada], { next: 'a1' })
  const root = await open()
  const more = [...root.querySelectorAll('button')].find((one) => one.textContent.includes('更早'))!
  more.click()
  await vi.waitFor(() => expect(texts(root, '[role=alert]')).toHaveLength(1))
  api.routes['GET /api/accounts?limit=100&before=a1'] = {
    accounts: [{ ...ada, id: 'a0', name: 'Eve' }],
  }
  more.click()
  await vi.waitFor(() => expect(texts(root, 'li')).toHaveLength(2))
})
