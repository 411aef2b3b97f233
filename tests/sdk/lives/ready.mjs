// No more than the beginning of a life: the server answers.
import { ready } from './here.mjs'

await ready()
