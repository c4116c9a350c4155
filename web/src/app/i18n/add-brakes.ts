/** Adds the sentences of brakes to those that are there: for whatever shows them to import. */
import { getI18n } from "react-i18next";
import { brakes } from "./en-brakes.ts";

getI18n().addResourceBundle("en", "translation", brakes, true);
