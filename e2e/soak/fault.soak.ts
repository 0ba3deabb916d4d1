import { expect, test } from 'vitest'
import { faultKinds, runFaults } from '../upstream/fault/suite.ts'

test('3,000 mixed faults are shown and survived: none lost, none doubled, each wait as it should be', async () => {
  const { faults, kinds } = await runFaults(3000, 2)
  expect({ faults, kinds }).toEqual({ faults: 3000, kinds: faultKinds })
}, 900_000)
