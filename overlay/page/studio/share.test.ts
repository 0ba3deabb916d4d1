import { expect, test } from 'vitest'
import { firstDesign } from '../../design/design.ts'
import { loaderPage, obsLink, obsRights } from './share.ts'

const server = 'http://localhost:7450'

test('the link of an overlay without a name has the complete design, with a name only that', () => {
  const design = { ...firstDesign, room: 'demo:busy' }
  expect(obsLink(design, server)).toBe(`${server}/overlay?v=1&room=demo:busy`)
  expect(obsLink(design, server, 'main')).toBe(`${server}/overlay/main`)
})

test('no text of a link can end the script of the loader file', () => {
  const page = loaderPage(`${server}/overlay?x=</script><script>alert(1)`, '<b>等待</b>')
  expect(page.match(/<script>/g)).toHaveLength(1)
  expect(page).not.toContain('<b>')
})

test.each([
  ['night', { scopes: ['rooms:read'], room: 'night' }],
  ['live:stage', { scopes: ['rooms:read'], room: 'live:stage' }],
  ['bilibili:5440', { scopes: ['rooms:open'] }],
])('a token for OBS reads %s, and nothing that it need not', (room, rights) => {
  expect(obsRights(room)).toEqual(rights)
})
