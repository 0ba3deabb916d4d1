import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { addressCases } from '../../../../proto/input/address-cases.fake.ts'
import type { Site } from '../../../../proto/input/site.ts'
import { StudioRoom } from './studio-room.ts'

// The data that the server would send. Its modules are not part of a page, so tsc must not follow
// this import.
const registry: string = '../../../../server/platform/registry.ts'
const { platforms, sitesOf } = (await import(/* @vite-ignore */ registry)) as {
  readonly platforms: unknown
  readonly sitesOf: (running: unknown) => readonly Site[]
}
const sites = sitesOf(platforms)
let answers: Readonly<Record<string, () => Response>>
let asked: string[]

beforeEach(() => {
  asked = []
  answers = {
    '/api/platforms': () => Response.json({ platforms: sites }),
    '/api/rooms': () => Response.json({ rooms: [], closed: [] }),
    '/api/room-address': () => Response.json({ rooms: ['bilibili:6'] }),
  }
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    const answer = answers[path]
    if (!answer) throw new TypeError('no server answers')
    return answer()
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
  document.body.replaceChildren()
})

interface Shown {
  readonly room: string | undefined
  readonly outcome: string
  readonly choice: readonly string[]
  readonly element: StudioRoom
}

/** Types a text, submits it, and waits for the result. */
async function typed(text: string, lang = 'zh-CN'): Promise<Shown> {
  const element = new StudioRoom()
  element.lang = lang
  let room: string | undefined
  element.addEventListener('room-open', ({ detail }) => (room = detail))
  document.body.append(element)
  await element.updateComplete
  const root = element.shadowRoot!
  root.querySelector('input')!.value = text
  root.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
  const outcome = (): string => root.querySelector('#outcome')!.textContent ?? ''
  await expect.poll(() => room ?? outcome()).not.toMatch(/^$|正在向平台|Asking the site/)
  await element.updateComplete
  const choice = [...root.querySelectorAll('.choice button')].map((one) => one.textContent.trim())
  return { room, outcome: outcome(), choice, element }
}

describe('S0-44: the studio reads what users paste', () => {
  const all = addressCases()

  test.each(all.filter(({ room }) => room !== undefined))('$kind: $text opens', async (one) => {
    expect((await typed(one.text)).room).toBe(one.room)
    expect(asked).toEqual(['/api/platforms'])
  })

  test.each(all.filter(({ ask }) => ask !== undefined))(
    '$kind: $text is looked up',
    async (one) => {
      expect((await typed(one.text)).room).toBe('bilibili:6')
      expect(asked).toEqual(['/api/platforms', '/api/room-address'])
    },
  )

  test.each(all.filter(({ refused }) => refused !== undefined))(
    '$kind: $text is refused with a text in the language of the page',
    async ({ text }) => {
      expect((await typed(text)).outcome).toMatch(/\p{Script=Han}/u)
      expect((await typed(text, 'en')).outcome).toMatch(/^[ -~…]+$/)
    },
  )

  test.each(all.filter(({ choice }) => choice !== undefined))(
    '$kind: $text offers a choice',
    async (one) => {
      const { choice, room } = await typed(one.text)
      expect([room, choice.length]).toEqual([undefined, one.choice!.length])
    },
  )
})

test('a number alone offers a choice of platforms, and a click opens the room', async () => {
  const { choice, element } = await typed('5440')
  expect(choice).toEqual(['B站 5440', '抖音 5440'])
  const opened = new Promise((resolve) => {
    element.addEventListener('room-open', ({ detail }) => resolve(detail))
  })
  element.shadowRoot!.querySelectorAll<HTMLButtonElement>('.choice button')[1]!.click()
  expect(await opened).toBe('douyin:5440')
  await element.updateComplete
  expect(element.shadowRoot!.querySelector('.choice')).toBeNull()
})

test('a number that is the name of a room of this server offers that room, too', async () => {
  answers = { ...answers, '/api/rooms': () => Response.json({ rooms: [{ id: '5440' }] }) }
  expect((await typed('5440', 'en')).choice).toEqual([
    'Room 5440 of this server',
    'Bilibili 5440',
    'Douyin 5440',
  ])
})

const refusal = (status: number, body: object): Response =>
  Response.json(
    { title: 'No', ...body },
    { status, headers: { 'content-type': 'application/problem+json' } },
  )

test.each([
  [422, { code: 'not-a-room', reason: 'profile' }, '个人主页'],
  [422, { code: 'not-a-room' }, '没有指向直播间'],
  [502, { code: 'no-answer' }, '没有返回直播间'],
  [401, { code: 'login-required' }, '请先登录'],
])(
  'a link that the server cannot follow (%i, %o) shows the reason',
  async (status, body, words) => {
    answers = { ...answers, '/api/room-address': () => refusal(status, body) }
    expect((await typed('https://b23.tv/abc')).outcome).toContain(words)
  },
)

test('a text that needs the server shows an error while the server is away', async () => {
  answers = {}
  expect((await typed('https://live.bilibili.com/6')).outcome).toContain('连不上服务器')
})
