/** Defines the elements by which viewers take part in a live room; imported for this side effect only. */
import './danmu-gift-panel/danmu-gift-panel.ts'
import './danmu-input/danmu-input.ts'
import './danmu-login/danmu-login.ts'
