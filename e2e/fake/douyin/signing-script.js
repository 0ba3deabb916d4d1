// A script for tests with the interface of an operator's signing script: its function is on
// `window`, it needs a loaded page, and it writes signatures in the format of
// signer/douyin/README.md. It has no code of the vendor's script.
;(function () {
  var symbols = 'Dkdpgh4ZKsQB80/Mfvw36XI1R25+WUAlEi7NLboqYTOPuzmFjJnryx9HVGcaStCe'
  var calls = 0
  document.cookie = 'seen=' + navigator.userAgent.length

  /** RFC 1321, for messages of one block. */
  function md5(bytes) {
    var shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
    var words = []
    var padded = bytes.concat([128])
    while (padded.length < 56) padded.push(0)
    padded.push((bytes.length * 8) & 255, 0, 0, 0, 0, 0, 0, 0)
    for (var i = 0; i < 64; i += 4) {
      words.push(padded[i] | (padded[i + 1] << 8) | (padded[i + 2] << 16) | (padded[i + 3] << 24))
    }
    var start = [0x67452301, -271733879, -1732584194, 0x10325476]
    var s = start.slice()
    for (var n = 0; n < 64; n++) {
      var round = n >> 4
      var b = s[1]
      var c = s[2]
      var d = s[3]
      var mix = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round]
      var pick = [n, (5 * n + 1) % 16, (3 * n + 5) % 16, (7 * n) % 16][round]
      var sine = Math.floor(Math.abs(Math.sin(n + 1)) * 4294967296)
      var sum = (s[0] + mix + sine + words[pick]) | 0
      var shift = shifts[round * 4 + (n % 4)]
      s = [d, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0, b, c]
    }
    var digest = []
    for (var k = 0; k < 16; k++) digest.push(((s[k >> 2] + start[k >> 2]) >>> ((k % 4) * 8)) & 255)
    return digest
  }

  function keystream(key, length) {
    var table = []
    for (var t = 0; t < 256; t++) table.push(t)
    for (var i = 0, j = 0; i < 256; i++) {
      j = (j + table[i] + key) & 255
      var kept = table[i]
      table[i] = table[j]
      table[j] = kept
    }
    var stream = []
    for (var n = 1, m = 0; n <= length; n++) {
      m = (m + table[n]) & 255
      var old = table[n]
      table[n] = table[m]
      table[m] = old
      stream.push(table[(table[n] + table[m]) & 255])
    }
    return stream
  }

  function sign(stub) {
    var bytes = stub.match(/../g).map(function (pair) {
      return parseInt(pair, 16)
    })
    var digest = md5(bytes)
    var flag = Math.floor(100 * Math.random()) % 2
    var nonce = Math.floor(255 * Math.random())
    var key = Math.floor(255 * Math.random())
    var plain = [++calls & 63, 0, 1, 14, 0x45, 0x3f, digest[14], digest[15], nonce]
    plain.push(
      plain.reduce(function (sum, byte) {
        return sum ^ byte
      }),
    )
    var mask = keystream(key, plain.length)
    var raw = [64 + 16 * flag, key]
    for (var i = 0; i < plain.length; i++) raw.push(plain[i] ^ mask[i])
    var text = ''
    for (var at = 0; at < raw.length; at += 3) {
      var group = (raw[at] << 16) | (raw[at + 1] << 8) | raw[at + 2]
      for (var bits = 18; bits >= 0; bits -= 6) text += symbols.charAt((group >> bits) & 63)
    }
    return text
  }

  window.byted_acrawler = {
    frontierSign: function (asked) {
      return { 'X-Bogus': sign(asked['X-MS-STUB']) }
    },
  }
})()
