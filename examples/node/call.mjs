// Gets a token with openid-client (private_key_jwt and DPoP) and lists the agency's returns.
//
//   npm install && node call.mjs CREDENTIALS [PATH]
//   node call.mjs ../../.safershare/demo/credentials/met-bromley.json /v1/returns
//
// The credentials file is the one that `safershare seed` and `safershare demo` write.

import { readFile } from 'node:fs/promises'
import * as client from 'openid-client'

const [file, path = '/v1/returns'] = process.argv.slice(2)
if (!file) {
  console.error('usage: node call.mjs CREDENTIALS [PATH]')
  process.exit(2)
}
const credentials = JSON.parse(await readFile(file, 'utf8'))
const issuer = new URL(credentials.issuer)
const origin = credentials.api.replace(/\/v1$/, '')

const ES256 = { name: 'ECDSA', namedCurve: 'P-256' }
const { d, ...shown } = credentials.jwk
const key = (jwk, usages) =>
  crypto.subtle.importKey('jwk', { ...jwk, use: undefined, key_ops: usages }, ES256, true, usages)
const privateKey = await key({ ...shown, d }, ['sign'])
const publicKey = await key(shown, ['verify'])

// Plain http is for a service on this machine alone; the library refuses it unless told.
const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(issuer.hostname)
const config = await client.discovery(
  issuer,
  credentials.client_id,
  undefined,
  client.PrivateKeyJwt({ key: privateKey, kid: credentials.jwk.kid }),
  { algorithm: 'oauth2', execute: loopback ? [client.allowInsecureRequests] : [] },
)
const DPoP = client.getDPoPHandle(config, { privateKey, publicKey })

const { agreement, purpose } = credentials.agreements[0]
const token = await client.clientCredentialsGrant(
  config,
  {
    scope: 'returns:read',
    authorization_details: JSON.stringify([
      { type: 'urn:safershare:agreement-access:v1', agreement, purpose },
    ]),
  },
  { DPoP },
)
console.error(`token: ${token.token_type}, ${token.expires_in} s, scope ${token.scope}`)

const answer = await client.fetchProtectedResource(
  config,
  token.access_token,
  new URL(path, origin),
  'GET',
  undefined,
  undefined,
  { DPoP },
)
console.error(`${answer.status} ${answer.statusText}`)
console.log(await answer.text())
process.exit(answer.ok ? 0 : 1)
