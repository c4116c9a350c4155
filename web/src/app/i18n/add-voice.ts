/** Adds the sentences of voice to those that are there: for whatever shows them to import. */
import { getI18n } from "react-i18next";
import { voice } from "./en-voice.ts";

getI18n().addResourceBundle("en", "translation", voice, true);
