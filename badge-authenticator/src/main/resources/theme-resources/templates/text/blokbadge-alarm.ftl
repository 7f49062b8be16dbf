<#ftl output_format="plainText">
${msg("blokbadgeMailAlarm" + what, serial, person)} ${msg("blokbadgeMailAlarmHelp")}
