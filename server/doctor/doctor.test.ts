import { describe, expect, test } from 'vitest'
import { toyConnection } from '../upstream/platform.fake.ts'
import { practice, settle } from './doctor.fake.ts'

describe('a doctor', () => {
  test('examines two rooms at once, and no third before one is done', async () => {
    const { doctor, begin, wires } = practice()
    const [one, other] = [await begin('toy:1'), await begin('toy:2')]
    expect(doctor.begin('toy:3')).toMatchObject({ declined: 'busy' })
    wires[0]?.end({ kind: 'rejected', status: 403, headers: {} })
    expect((await one.done).state).toBe('done')
    expect(doctor.begin('toy:3')).toHaveProperty('report')
    wires[1]?.end({ kind: 'rejected', status: 403, headers: {} })
    expect((await other.done).room).toBe('toy:2')
  })

  test('declines a text without a source, and one whose platform has no site', () => {
    const { doctor } = practice()
    expect(doctor.begin('movie-night')).toMatchObject({ declined: 'malformed' })
    expect(doctor.begin('huya:1')).toMatchObject({ declined: 'unknown' })
    expect(doctor.list()).toEqual([])
  })

  test('takes the only source of a configured room, and asks for a choice between several', async () => {
    const houses: Readonly<Record<string, readonly string[]>> = { one: ['7'], two: ['7', '8'] }
    const sourcesOf = (slug: string) => houses[slug]?.map((ref) => ({ platform: 'toy', ref }))
    const resolve = () => Promise.reject(new Error('away'))
    const { doctor, begin } = practice({ resolve }, { sourcesOf })
    expect((await (await begin('one')).done).room).toBe('toy:7')
    expect(doctor.begin('two')).toEqual({
      declined: 'malformed',
      reason: 'two has several sources; name one: toy:7, toy:8',
    })
    expect(doctor.begin('three')).toMatchObject({ declined: 'malformed' })
  })

  test('stores the last twenty reports', async () => {
    const { doctor, begin } = practice({ resolve: () => Promise.reject(new Error('away')) })
    for (let i = 0; i < 25; i++) await (await begin()).done
    expect(doctor.list().map(({ id }) => id)).toEqual(
      Array.from({ length: 20 }, (_, i) => `report-${i + 6}`),
    )
    expect(doctor.find('report-5')).toBeUndefined()
    expect(doctor.find('report-25')).toMatchObject({ state: 'done' })
  })

  test('that is closed while it listens closes the connection at the site first, and leaves nothing running', async () => {
    const aborted: boolean[] = []
    const end = ({ signal }: { readonly signal: AbortSignal }) => {
      aborted.push(signal.aborted)
      return Promise.resolve()
    }
    const { doctor, begin, wire } = practice({
      open: () => Promise.resolve({ ...toyConnection, end }),
    })
    const { done } = await begin()
    wire().open()
    wire().say('accepted')
    await doctor.close()
    expect(aborted).toEqual([false])
    expect(wire().state).toBe('closing')
    expect((await done).state).toBe('done')
  })

  test('that is closed while a site does not answer waits no longer, and gives a late answer back', async () => {
    let answer: () => void = () => undefined
    let ended = 0
    const end = () => Promise.resolve(void ended++)
    const { doctor, begin } = practice({
      open: () => new Promise((resolve) => (answer = () => resolve({ ...toyConnection, end }))),
    })
    await begin()
    await doctor.close()
    answer()
    await settle()
    expect(ended).toBe(1)
  })

  test('that meets a defect of the relay reports it', async () => {
    const transportFor = (): never => {
      throw new TypeError('a mistake, and a secret')
    }
    const { begin } = practice({}, { network: { transportFor } })
    const { findings, state } = await (await begin()).done
    expect([findings, state]).toMatchObject([[{ code: 'broke', detail: 'TypeError' }], 'done'])
  })
})
