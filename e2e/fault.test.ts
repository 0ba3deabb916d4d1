import { expect, test } from 'vitest'
import { faultKinds, sufferFaults } from './fault-suite.ts'

test('300 mixed faults are shown and survived: none lost, none doubled, each wait as it should be', async () => {
  const { faults, kinds, failures, duplicates } = await sufferFaults(300, 1)
  expect({ faults, kinds }).toEqual({ faults: 300, kinds: faultKinds })
  expect(failures).toBeGreaterThan(300) // many faults are of several failures
  expect(duplicates).toBeGreaterThan(200) // what a site marks as told again is dropped before
}, 120_000)
