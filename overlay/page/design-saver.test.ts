import { expect, test } from 'vitest'
import { createFakeIo } from '../client/io.fake.ts'
import { type Design, firstDesign } from '../design/design.ts'
import type { Answer } from './api.ts'
import { DesignSaver, saveAfterMs } from './design-saver.ts'

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
}

function createRig() {
  const io = createFakeIo()
  const asked: string[] = []
  const answers: Answer[] = []
  const saver = new DesignSaver({
    ...io,
    store: async (name, { theme }) => {
      asked.push(`${name} ${theme}`)
      return answers.shift() ?? { kind: 'done', body: undefined }
    },
    onChange: () => undefined,
  })
  const wait = async (ms: number): Promise<void> => {
    io.advance(ms)
    await settled()
  }
  const save = (theme: Design['theme']): void => saver.save('main', { ...firstDesign, theme })
  return { saver, asked, answers, wait, save, pending: io.pending }
}

test('B11 several changes in quick succession are one request, with the newest design', async () => {
  const { saver, asked, wait, save } = createRig()
  save('pixel')
  save('bubble')
  expect(saver.state).toBe('saving')
  await wait(saveAfterMs)
  expect([saver.state, asked]).toEqual(['saved', ['main bubble']])
})

test('B11 a failed save is reported as unsaved, and tried again until it succeeds', async () => {
  const { saver, asked, answers, wait, save } = createRig()
  const away = { kind: 'refused', problem: { status: 503, code: 'not-ready' } } as const
  answers.push({ kind: 'silence' }, away, { kind: 'silence' })
  save('pixel')
  await wait(saveAfterMs)
  expect([saver.state, saver.answer]).toEqual(['unsaved', { kind: 'silence' }])
  await wait(4_000)
  expect([saver.state, saver.answer]).toEqual(['unsaved', away])
  await wait(4_000)
  await wait(4_000)
  expect([saver.state, saver.answer, asked.length]).toEqual(['saved', undefined, 4])
})

test('B11 a save that needs a login is tried again only on request', async () => {
  const { saver, asked, answers, wait, save, pending } = createRig()
  answers.push({ kind: 'login', problem: { status: 401 } })
  save('pixel')
  await wait(saveAfterMs)
  expect([saver.state, pending()]).toEqual(['unsaved', 0])
  saver.retry()
  await wait(0)
  expect([saver.state, asked.length]).toEqual(['saved', 2])
})

test('B11 a change during a save is saved after it', async () => {
  const { saver, asked, wait, save } = createRig()
  save('pixel')
  const first = wait(saveAfterMs)
  save('bubble')
  await first
  expect(saver.state).toBe('saving')
  await wait(saveAfterMs)
  expect([saver.state, asked]).toEqual(['saved', ['main pixel', 'main bubble']])
})

test('B11 a forgotten change is not saved, and not reported as unsaved', async () => {
  const { saver, asked, wait, save } = createRig()
  save('pixel')
  saver.forget()
  await wait(10_000)
  expect([saver.state, asked]).toEqual(['saved', []])
})
