<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology">
<renderer-v2 type="categorizedSymbol" attr="kind" forceraster="0">
<categories>
<category symbol="0" value="attack" label="Attack" render="true"/>
<category symbol="1" value="operation" label="Operation" render="true"/>
<category symbol="2" value="" label="Other" render="true"/>
</categories>
<symbols>
<symbol type="marker" name="0" alpha="1">
<layer class="SimpleMarker" enabled="1">
<prop k="name" v="circle"/>
<prop k="color" v="213,94,0,255"/>
<prop k="outline_color" v="255,255,255,255"/>
<prop k="size" v="2.6"/>
</layer>
</symbol>
<symbol type="marker" name="1" alpha="1">
<layer class="SimpleMarker" enabled="1">
<prop k="name" v="diamond"/>
<prop k="color" v="0,114,178,255"/>
<prop k="outline_color" v="255,255,255,255"/>
<prop k="size" v="3"/>
</layer>
</symbol>
<symbol type="marker" name="2" alpha="1">
<layer class="SimpleMarker" enabled="1">
<prop k="name" v="triangle"/>
<prop k="color" v="0,158,115,255"/>
<prop k="outline_color" v="255,255,255,255"/>
<prop k="size" v="2.8"/>
</layer>
</symbol>
</symbols>
</renderer-v2>
</qgis>
