import { afterEach, expect, type Mock, test, vi } from 'vitest'
import { LoginForm } from './login-form.ts'

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

async function open(address: string): Promise<LoginForm> {
  history.replaceState(undefined, '', address)
  const form = new LoginForm()
  document.body.append(form)
  await form.updateComplete
  return form
}

const problemOf = (form: LoginForm): string =>
  form.shadowRoot!.querySelector('[role=alert]')!.textContent.trim()

test('the token of the link is sent at once and removed from the address bar', async () => {
  const answer = serve({ status: 401 })
  await open('/login#token=abc%2B1')
  expect(answer).toHaveBeenCalledWith(
    '/api/session',
    expect.objectContaining({ method: 'POST', body: '{"token":"abc+1"}' }),
  )
  expect(location.hash).toBe('')
})

test('without a token in the link no request is sent', async () => {
  const answer = serve({ status: 204 })
  await open('/login')
  expect(answer).not.toHaveBeenCalled()
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
