import { afterEach, expect, type Mock, test, vi } from 'vitest'
import { LoginApp } from './login-app.ts'

afterEach(() => {
  document.body.replaceChildren()
  vi.unstubAllGlobals()
  history.replaceState(undefined, '', '/')
})

interface Answer {
  readonly status: number
  readonly body?: string
}

function serve({ status, body }: Answer): Mock<typeof fetch> {
  const headers = { 'content-type': 'application/problem+json' }
  const answer = vi.fn<typeof fetch>(async () => new Response(body ?? null, { status, headers }))
  vi.stubGlobal('fetch', answer)
  return answer
}

async function open(address: string): Promise<LoginApp> {
  history.replaceState(undefined, '', address)
  const form = new LoginApp()
  document.body.append(form)
  await form.updateComplete
  return form
}

const problemOf = (form: LoginApp): string =>
  form.shadowRoot!.querySelector('[role=alert]')!.textContent.trim()

test('the token of the link is sent at once and removed from the address bar', async () => {
  const answer = serve({ status: 401 })
  await open('/login#token=abc%2B1')
  expect(answer).toHaveBeenCalledWith(
    '/api/login',
    expect.objectContaining({ method: 'POST', body: '{"token":"abc+1"}' }),
  )
  expect(location.hash).toBe('')
})

test('without a token in the link only the ways in are asked for', async () => {
  const answer = serve({ status: 401 })
  await open('/login')
  expect(answer.mock.calls.map(([path]) => path)).toEqual(['/api/me'])
})

async function fill(form: LoginApp, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    form.shadowRoot!.querySelector<HTMLInputElement>(`input[name=${name}]`)!.value = value
  }
  const [name] = Object.keys(fields)
  form
    .shadowRoot!.querySelector(`input[name=${name}]`)!
    .closest('form')!
    .dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
}

test.each([
  [
    '/login',
    { name: ' Ada ', password: ' secret word' },
    '/api/login',
    '{"name":"Ada","password":" secret word"}',
  ],
  ['/login', { token: ' abc ' }, '/api/login', '{"token":"abc"}'],
  [
    '/login#invite=code',
    { name: 'Ada', password: 'secret word' },
    '/api/register',
    '{"name":"Ada","password":"secret word","invite":"code"}',
  ],
  [
    '/login#reset=code',
    { password: 'secret word' },
    '/api/me/password',
    '{"password":"secret word","reset":"code"}',
  ],
])('at %s, %j goes to %s', async (address, fields, path, body) => {
  const answer = serve({ status: 401 })
  const form = await open(address)
  expect(location.hash).toBe('')
  await fill(form, fields)
  expect(answer).toHaveBeenLastCalledWith(path, expect.objectContaining({ method: 'POST', body }))
})

test('where everybody may register and guests are let in, the form offers both', async () => {
  serve({ status: 200, body: '{"registration":"open","guests":true}' })
  const form = await open('/login')
  const buttons = () => [...form.shadowRoot!.querySelectorAll('button.quiet')]
  await vi.waitFor(() => expect(buttons()).toHaveLength(2))
  ;(buttons()[0] as HTMLButtonElement).click()
  await form.updateComplete
  expect(form.shadowRoot!.querySelector('[autocomplete=new-password]')).not.toBeNull()
})

test('B13 a refusal is shown in the language of the page, with the text of the server under Details', async () => {
  const details = '{"code":"wrong-token","title":"Not logged in","detail":"the token is unknown"}'
  serve({ status: 401, body: details })
  const form = await open('/login#token=x')
  await vi.waitFor(() => expect(problemOf(form)).toContain('This token is not valid.'))
  expect(form.shadowRoot!.querySelector('[role=alert] details')!.textContent).toContain(
    'Not logged in: the token is unknown',
  )
})
