import './danmu-login.ts'
import '../danmu-input/danmu-input.ts'
import { expect, test, vi } from 'vitest'
import { meNamed, nobody, serveApi } from '../base/api.fake.ts'
import { partTexts, useFakePage } from '../base/page.fake.ts'
import type { DanmuLogin } from './danmu-login.ts'

const page = useFakePage()

const show = (attributes = ''): Promise<DanmuLogin> =>
  page.show<DanmuLogin>(`<danmu-login ${attributes}></danmu-login>`)

const settled = (check: () => void): Promise<void> => vi.waitFor(check)

async function press(element: HTMLElement, text: string): Promise<void> {
  const buttons = [...element.shadowRoot!.querySelectorAll('button')]
  buttons.find((button) => button.textContent.trim() === text)!.click()
  await (element as DanmuLogin).updateComplete
}

async function fill(element: DanmuLogin, name: string, password: string): Promise<void> {
  const root = element.shadowRoot!
  root.querySelector<HTMLInputElement>('[name=name]')!.value = name
  root.querySelector<HTMLInputElement>('[name=password]')!.value = password
  root.querySelector('form')!.dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
  await element.updateComplete
}

test('a login by name and password shows who is logged in, and tells the page', async () => {
  const api = serveApi({ 'GET /api/me': nobody, 'POST /api/login': {} })
  const login = await show()
  const heard: unknown[] = []
  login.addEventListener('danmu-account', ({ detail }) => heard.push(detail.account))
  await settled(() => expect(partTexts(login, 'button')).toEqual(['登录']))
  await press(login, '登录')
  api.routes['GET /api/me'] = meNamed('小明')
  await fill(login, ' 小明 ', ' secret word')
  await settled(() => expect(partTexts(login, 'name')).toEqual(['小明']))
  expect(api.sentTo('POST /api/login')).toEqual([{ name: '小明', password: ' secret word' }])
  expect(heard).toMatchObject([{ name: '小明' }])
})

test('a refused login says why and keeps the form', async () => {
  const refused = { status: 429, body: { code: 'too-many-requests' } }
  serveApi({ 'GET /api/me': nobody, 'POST /api/login': refused })
  const login = await show('open')
  await settled(() => expect(partTexts(login, 'form')).toHaveLength(1))
  await fill(login, 'Ada', 'wrong word')
  await settled(() => expect(partTexts(login, 'refusal')).toEqual(['操作太频繁，请稍后再试。']))
  expect(login.shadowRoot!.querySelector<HTMLInputElement>('[name=name]')!.value).toBe('Ada')
})

test('a logout shows the ways to log in again', async () => {
  const api = serveApi({ 'GET /api/me': meNamed('小明'), 'POST /api/logout': { status: 204 } })
  const login = await show()
  await settled(() => expect(partTexts(login, 'name')).toEqual(['小明']))
  api.routes['GET /api/me'] = { ...nobody, registration: 'open', guests: true }
  await press(login, '退出登录')
  await settled(() =>
    expect(partTexts(login, 'button')).toEqual(['登录', '注册账号', '以游客身份进入']),
  )
})

test.each([
  ['registration is open', '', 'open', {}],
  ['the page has an invite', 'invite="code"', 'invite', { invite: 'code' }],
])('where %s, an account can be made', async (_case, attributes, registration, more) => {
  const api = serveApi({ 'GET /api/me': { ...nobody, registration }, 'POST /api/register': {} })
  const login = await show(attributes)
  await settled(() => expect(partTexts(login, 'button')).toContain('注册账号'))
  if (attributes === '') await press(login, '注册账号')
  await fill(login, 'Ada', 'secret word')
  await settled(() =>
    expect(api.sentTo('POST /api/register')).toEqual([
      { name: 'Ada', password: 'secret word', ...more },
    ]),
  )
})

test('registration by invite only is not offered without an invite', async () => {
  serveApi({ 'GET /api/me': { ...nobody, registration: 'invite' } })
  const login = await show()
  await settled(() => expect(partTexts(login, 'button')).toEqual(['登录']))
})

test('a guest joins with one press', async () => {
  const api = serveApi({ 'GET /api/me': { ...nobody, guests: true }, 'POST /api/guest': {} })
  const login = await show()
  await settled(() => expect(partTexts(login, 'button')).toContain('以游客身份进入'))
  api.routes['GET /api/me'] = meNamed('游客 12')
  await press(login, '以游客身份进入')
  await settled(() => expect(partTexts(login, 'name')).toEqual(['游客 12']))
})

test('a server that is away is asked again', async () => {
  const api = serveApi({ 'GET /api/me': { status: 503, body: { code: 'not-ready' } } })
  const login = await show()
  await settled(() => expect(partTexts(login, 'refusal')[0]).toContain('数据库'))
  api.routes['GET /api/me'] = nobody
  vi.advanceTimersByTime(5_000)
  await settled(() => expect(partTexts(login, 'button')).toEqual(['登录']))
})

test('the elements of a page share what the server answered', async () => {
  const api = serveApi({ 'GET /api/me': nobody, 'POST /api/login': {} })
  const login = await page.show<DanmuLogin>(
    '<danmu-login open></danmu-login><danmu-input></danmu-input>',
  )
  const input = document.querySelector('danmu-input')!
  await settled(() => expect(partTexts(input, 'hint')).toEqual(['登录后才能发言。']))
  api.routes['GET /api/me'] = meNamed('小明')
  await fill(login, '小明', 'secret word')
  await settled(() => expect(partTexts(input, 'hint')).toEqual([]))
  expect(api.sentTo('GET /api/me')).toHaveLength(2)
})
