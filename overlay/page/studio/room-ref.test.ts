import { expect, test } from 'vitest'
import { readRoomRef } from './room-ref.ts'

test.each([
  ['demo:busy', 'demo:busy'],
  ['  movie-night \n', 'movie-night'],
  ['bilibili:21452505', 'bilibili:21452505'],
  ['https://live.douyin.com/80017709309', 'douyin:80017709309'],
  ['live.douyin.com/80017709309?enter_from=web', 'douyin:80017709309'],
  ['https://live.bilibili.com/21452505/', 'bilibili:21452505'],
  ['HTTP://Live.Bilibili.com/h5/21452505#x', 'bilibili:21452505'],
  ['https://www.douyin.com/follow/live/80017709309?x=1', 'douyin:80017709309'],
  ['【小明的直播间】 https://live.bilibili.com/21452505?share=1 点开看看', 'bilibili:21452505'],
  ['正在直播，来支持Ta吧https://live.douyin.com/80017709309，快来', 'douyin:80017709309'],
  ['http://localhost:8787/overlay?v=1&room=demo:busy', 'demo:busy'],
  ['relay.example/rooms/demo%3Abusy/stream', 'demo:busy'],
])('%s is the room %s', (typed, room) => {
  expect(readRoomRef(typed)).toEqual({ room })
})

test.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['hello world', 'unreadable'],
  ['弹幕', 'unreadable'],
  ['https://live.bilibili.com/', 'unreadable'],
  ['https://live.bilibili.com/p/eden/area', 'unreadable'],
  ['https://relay.example/overlay?room=a b', 'unreadable'],
  ['https://relay.example/rooms/%/stream', 'unknown-site'],
  ['https://www.douyin.com/video/7300000000000000000', 'unreadable'],
  ['https://v.douyin.com/iRNBho5/', 'short-link'],
  ['6.43 复制打开抖音，看看【小明】 https://v.douyin.com/iRNBho5/ :1', 'short-link'],
  ['b23.tv/abc', 'short-link'],
  ['https://www.twitch.tv/somebody', 'unknown-site'],
  ['https://live.bilibili.com.evil.example/21452505', 'unknown-site'],
])('%j is no room: %s', (typed, problem) => {
  expect(readRoomRef(typed)).toEqual({ problem })
})
