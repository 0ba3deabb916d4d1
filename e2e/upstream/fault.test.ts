import { expect, test } from 'vitest'
import { faultKinds, runFaults } from './fault/suite.ts'

test('300 mixed faults are published and recovered from: no message lost or repeated, each wait as required', async () => {
  const { faults, kinds, failures, duplicates } = await runFaults(300, 1)
  expect({ faults, kinds }).toEqual({ faults: 300, kinds: faultKinds })
  expect(failures).toBeGreaterThan(300) // many faults have several failures
  expect(duplicates).toBeGreaterThan(200) // repeated messages that the site marks are dropped before
}, 120_000)
