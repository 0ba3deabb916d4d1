/** The answer of an API; an empty body is an empty object. */
export interface Answer {
  readonly status: number
  readonly answer: Readonly<Record<string, unknown>>
}

/** Sends one request to an API as the owner. */
export async function askAs(
  token: string,
  address: string,
  { method, body }: { readonly method: string; readonly body?: object | undefined },
): Promise<Answer> {
  const response = await fetch(address, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    answer: text === '' ? {} : (JSON.parse(text) as object as Answer['answer']),
  }
}
